import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The program, from REDIS_SERVER or the search path; undefined when this machine has none. */
export function findRedisServer(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (environment['PATH'] ?? '').split(delimiter);
  const places = [
    environment['REDIS_SERVER'] ?? '',
    ...folders.map((folder) => join(folder, 'redis-server')),
  ];
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return place !== '';
    } catch {
      return false;
    }
  });
}
