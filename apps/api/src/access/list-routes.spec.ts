import 'reflect-metadata';
import { PERMISSIONS } from '#lis/domain';
import { expect, it } from 'vitest';
import { ApiModule } from '../api.module.js';
import { listRoutes } from './list-routes.js';

it('names a permission for every route', () => {
  const routes = listRoutes(ApiModule);
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter(({ needs }) => needs === undefined)).toEqual([]);
});

it('has a route for every permission', () => {
  const needed = new Set(listRoutes(ApiModule).map(({ needs }) => needs));
  expect(PERMISSIONS.filter((permission) => !needed.has(permission))).toEqual([]);
});
