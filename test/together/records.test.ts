import { requireAll } from './require-all.ts';

requireAll('records');
requireAll('seal');
requireAll('tokens');
requireAll('health');
