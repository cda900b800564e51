import { requireAll } from './require-all.ts';

requireAll('connections');
requireAll('http');
requireAll('state');
