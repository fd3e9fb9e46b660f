import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActorGuard, PlatformModule } from '#lis/platform';
import { AccountsModule } from './accounts/index.js';
import { AdministrationModule } from './administration/index.js';
import { CasesModule } from './cases/index.js';
import { CoverageModule } from './coverage/index.js';
import { CustodyModule } from './custody/index.js';
import { StrayInputGuard } from './hardening/index.js';
import { HealthController } from './health/health.controller.js';
import { InstrumentFilesModule } from './instrument-files/index.js';
import { LookupModule } from './lookup/index.js';
import { MessagesModule } from './messages/index.js';
import { PlatingModule } from './plating/index.js';
import { PrevalenceModule } from './prevalence/index.js';
import { RegistrationModule } from './registration/index.js';
import { SpecimenPoolsModule } from './specimen-pools/index.js';
import { TabletsModule } from './tablets/index.js';
import { VerificationModule } from './verification/index.js';

@Module({
  imports: [
    PlatformModule.of('api', 10, { seals: true }),
    RegistrationModule,
    CustodyModule,
    PlatingModule,
    InstrumentFilesModule,
    VerificationModule,
    CasesModule,
    CoverageModule,
    PrevalenceModule,
    LookupModule,
    AdministrationModule,
    AccountsModule,
    TabletsModule,
    MessagesModule,
    SpecimenPoolsModule,
  ],
  controllers: [HealthController],
  providers: [
    // who may not is told so first
    { provide: APP_GUARD, useClass: ActorGuard },
    { provide: APP_GUARD, useClass: StrayInputGuard },
  ],
})
export class ApiModule {}
