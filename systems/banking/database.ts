// banking: branches of a bank, whom they serve, how they know them, and what was said and done. The specification's
// eighteen models, their join table, and what they imply.
import { type DatabasesOf, type Db, defineDatabase, type System } from '../../kernel/index.ts'
import { agentModules } from './agent-module.ts'
import { appointments } from './appointment.ts'
import { auditDetailsOfPersons, auditEvents } from './audit-event.ts'
import { auditLogs } from './audit-log.ts'
import { biometricConsents } from './biometric-consent.ts'
import { branches } from './branch.ts'
import { branchAdmins } from './branch-admin.ts'
import { cameras } from './camera.ts'
import { cameraLogs } from './camera-log.ts'
import { chatMessages } from './chat-message.ts'
import { chatMetrics } from './chat-metric.ts'
import { chatSessions } from './chat-session.ts'
import { clients } from './client.ts'
import { detectionEvents } from './detection-event.ts'
import { devices } from './device.ts'
import { deviceCommands } from './device-command.ts'
import { deviceTelemetry } from './device-telemetry.ts'
import { faceModels } from './face-model.ts'
import { arcfaceFaceVectors, dlibFaceVectors } from './face-vector.ts'
import { facialProfiles } from './facial-profile.ts'
import { faqs } from './faq.ts'
import { faqVersions } from './faq-version.ts'
import { moduleSessions } from './module-session.ts'
import { passwordResetTokens } from './password-reset-token.ts'
import { registrationRequests } from './registration-request.ts'
import { ticketCounters } from './ticket.ts'
import { users } from './user.ts'
import { userSessions } from './user-session.ts'
import { userTokens } from './user-token.ts'
import { visits } from './visit.ts'
import { visitTransitions } from './visit-transition.ts'

export const banking = defineDatabase({
  schema: 'banking',
  name: 'banking',
  area: 'banking',
  purpose: 'Branches of a bank: clients, faces, visits, appointments, conversations, devices',
  tables: {
    user: users,
    userSession: userSessions,
    userToken: userTokens,
    branch: branches,
    branchAdmin: branchAdmins,
    client: clients,
    passwordResetToken: passwordResetTokens,
    biometricConsent: biometricConsents,
    faceModel: faceModels,
    facialProfile: facialProfiles,
    dlibFaceVector: dlibFaceVectors,
    arcfaceFaceVector: arcfaceFaceVectors,
    camera: cameras,
    cameraLog: cameraLogs,
    detectionEvent: detectionEvents,
    agentModule: agentModules,
    moduleSession: moduleSessions,
    appointment: appointments,
    visit: visits,
    visitTransition: visitTransitions,
    ticketCounter: ticketCounters,
    registrationRequest: registrationRequests,
    faq: faqs,
    faqVersion: faqVersions,
    chatSession: chatSessions,
    chatMessage: chatMessages,
    chatMetric: chatMetrics,
    device: devices,
    deviceTelemetry,
    deviceCommand: deviceCommands,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    auditLog: auditLogs,
  },
})

export type Client = Db<DatabasesOf<readonly [System<'banking', readonly [typeof banking]>]>>
