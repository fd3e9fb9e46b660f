import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { DeliveryOffice } from './delivering/delivery-office.js';
import { ReportingProcessor } from './making/reporting.processor.js';

/** Released results → reports with one identity each → a receipt from everybody who must have them. */
@Module({
  imports: [PlatformModule.of('reporting', 6, { seals: true })],
  providers: [ReportingProcessor, DeliveryOffice],
})
export class ReportingModule {}
