import { type DynamicModule, RequestMethod, type Type } from '@nestjs/common';
import {
  METHOD_METADATA,
  MODULE_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type Need, NEEDS, SchemaPipe } from '#lis/platform';
import type { z } from 'zod';

export type Route = {
  method: string;
  path: string;
  needs: Need | undefined;
  body?: Contract;
  query?: Contract;
};
/** `own`: the route reads it itself. */
type Contract = z.ZodType | 'own';

/** Every route of a module and of those that it imports, with the permission that it names: read from the code itself. */
export function listRoutes(module: Type | DynamicModule): Route[] {
  const seen = new Set<unknown>();
  const routes: Route[] = [];
  const visit = (one: Type | DynamicModule) => {
    const type = 'module' in one ? one.module : one;
    if (seen.has(type)) return;
    seen.add(type);
    for (const imported of lists<Type | DynamicModule>(type, MODULE_METADATA.IMPORTS)) visit(imported);
    for (const controller of lists<Type>(type, MODULE_METADATA.CONTROLLERS))
      routes.push(...routesOf(controller));
  };
  visit(module);
  return routes.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

const lists = <T>(type: Type, key: string) => (Reflect.getMetadata(key, type) as T[] | undefined) ?? [];

function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
    const path = [base, Reflect.getMetadata(PATH_METADATA, handler) as string];
    const needs = (Reflect.getMetadata(NEEDS, handler) ??
      Reflect.getMetadata(NEEDS, controller)) as Route['needs'];
    const read = {
      ...contractOf(controller, name, 'body', RouteParamtypes.BODY),
      ...contractOf(controller, name, 'query', RouteParamtypes.QUERY),
    };
    return [
      { ...read, method, path: `/${path.filter((part) => part !== '/' && part !== '').join('/')}`, needs },
    ];
  });
}

function contractOf(
  controller: Type,
  handler: string,
  part: 'body' | 'query',
  kind: RouteParamtypes,
): { [part in 'body' | 'query']?: Contract } {
  const given = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) as
    Record<string, { pipes: unknown[] }> | undefined;
  const [, taken] = Object.entries(given ?? {}).find(([key]) => key.startsWith(`${kind}:`)) ?? [];
  if (!taken) return {};
  const pipe = taken.pipes.find((one) => one instanceof SchemaPipe);
  return { [part]: pipe?.schema ?? 'own' };
}
