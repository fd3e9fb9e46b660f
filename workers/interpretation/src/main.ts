import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { jsonLogger, runProcess } from '#lis/platform';
import { InterpretationModule } from './interpretation.module.js';

await runProcess(() =>
  NestFactory.createApplicationContext(InterpretationModule, {
    logger: jsonLogger('interpretation'),
    abortOnError: false,
  }),
);
