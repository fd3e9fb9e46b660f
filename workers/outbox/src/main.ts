import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { jsonLogger, runProcess } from '#lis/platform';
import { OutboxModule } from './outbox.module.js';

await runProcess(() =>
  NestFactory.createApplicationContext(OutboxModule, { logger: jsonLogger('outbox'), abortOnError: false }),
);
