import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { jsonLogger, runProcess } from '#lis/platform';
import { GatewayModule } from './gateway.module.js';

await runProcess(() =>
  NestFactory.createApplicationContext(GatewayModule, { logger: jsonLogger('gateway'), abortOnError: false }),
);
