import { FOLDERS, requireAll } from './require-all.ts';

for (const folder of FOLDERS) if (folder.startsWith('destinations')) requireAll(folder);
