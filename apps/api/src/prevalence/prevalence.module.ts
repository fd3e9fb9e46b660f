import { Module } from '@nestjs/common';
import { DesignChoiceController } from './design-choice.controller.js';
import { PrevalenceController } from './prevalence.controller.js';

@Module({ controllers: [PrevalenceController, DesignChoiceController] })
export class PrevalenceModule {}
