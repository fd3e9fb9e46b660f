import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { ApiModule } from '../api.module.js';
import { accessMarkdown } from './access-table.js';
import { listRoutes } from './list-routes.js';

// `npm run routes`: writes docs/access.md anew
const routes = listRoutes(ApiModule);
writeFileSync('docs/access.md', accessMarkdown(routes));
console.log(`${routes.length} routes in docs/access.md`);
