import { requireAll } from './require-all.ts';

requireAll('azure');
