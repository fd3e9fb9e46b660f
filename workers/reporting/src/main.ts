import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { jsonLogger, runProcess } from '#lis/platform';
import { ReportingModule } from './reporting.module.js';

await runProcess(() =>
  NestFactory.createApplicationContext(ReportingModule, {
    logger: jsonLogger('reporting'),
    abortOnError: false,
  }),
);
