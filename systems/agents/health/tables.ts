// The health of users: what they tell of it, encrypted under the key of each.
import { allergies } from './allergy.ts'
import { healthMeasurements } from './health-measurement.ts'
import { healthProfiles } from './health-profile.ts'
import { medicalAppointments } from './medical-appointment.ts'
import { medicalConditions } from './medical-condition.ts'
import { medications } from './medication.ts'
import { medicationLogs } from './medication-log.ts'

export const healthTables = {
  healthProfile: healthProfiles,
  medicalCondition: medicalConditions,
  medication: medications,
  medicationLog: medicationLogs,
  allergy: allergies,
  medicalAppointment: medicalAppointments,
  healthMeasurement: healthMeasurements,
}
