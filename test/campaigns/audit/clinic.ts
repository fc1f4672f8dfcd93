// What the campaign of audits writes into: rows that count their own changes, and personal values kept apart.
import {
  auditDetails,
  audited,
  auditLog,
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  integer,
  text,
} from '../../../kernel/index.ts'

export const clinic = defineSystem({
  name: 'clinic',
  databases: [
    defineDatabase({
      schema: 't_clinic',
      name: 'clinic',
      tables: {
        room: defineTable('rooms', { version: integer(), note: text().optional() }, [audited()]),
        patient: defineTable('patients', { version: integer(), name: text() }, [
          audited({ personal: ['name'] }),
        ]),
        auditEvent: defineTable('audit_events', {}, [auditLog()]),
        auditDetail: defineTable('audit_details', {}, [auditDetails()]),
      },
    }),
  ],
})

export const clinicModel = defineModel([clinic])
export const clinicDatabases = [...clinicModel.databases.values()]
