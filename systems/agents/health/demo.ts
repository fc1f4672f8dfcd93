// What the family keeps of its health: each of them their own file, which no other opens.
import { type Family, type Person, toKey } from '../family.ts'

export async function keepHealth({ carmen, luis, lucia }: Family): Promise<void> {
  const ofCarmen = await file(carmen, 40, { bloodType: 'A+', height: '164', weight: '61.4' })
  const ofLuis = await file(luis, 41, { bloodType: '0+', height: '178.5', weight: '83' })
  const ofLucia = await file(lucia, 42, { bloodType: 'A+', height: '167', weight: '55.2' })
  const skipDuplicates = true
  await carmen.db.medicalCondition.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(43),
        ...ofCarmen,
        name: 'Hipotiroidismo',
        type: 'crónica',
        severity: 'leve',
        diagnosedDate: '2018-03-06',
      },
    ],
  })
  const medicationId = toKey(44)
  await carmen.db.medication.createMany({
    skipDuplicates,
    data: [
      {
        id: medicationId,
        ...ofCarmen,
        name: 'Levotiroxina',
        dosage: '50 µg',
        frequency: 'cada mañana, en ayunas',
        route: 'oral',
        startDate: '2018-03-10',
        reminderEnabled: true,
        reminderTimes: ['07:30'],
      },
    ],
  })
  await carmen.db.medicationLog.createMany({
    skipDuplicates,
    data: [
      { day: '16', status: 'tomado', takenTime: '2026-11-16T06:34:00Z' },
      { day: '17', status: 'retrasado', takenTime: '2026-11-17T08:10:00Z' },
      { day: '18', status: 'omitido', takenTime: null },
    ].map(({ day, ...dose }) => ({
      userId: carmen.id,
      medicationId,
      scheduledTime: `2026-11-${day}T06:30:00Z`,
      takenTime: dose.takenTime,
      status: dose.status as 'tomado' | 'retrasado' | 'omitido',
    })),
  })
  await luis.db.healthMeasurement.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(45),
        value: { systolic: 138, diastolic: 86 },
        measuredAt: '2026-11-02T07:10:00Z',
      },
      {
        id: toKey(46),
        value: { systolic: 131, diastolic: 82 },
        measuredAt: '2026-11-16T07:05:00Z',
      },
    ].map((one) => ({ ...one, ...ofLuis, type: 'blood_pressure' as const })),
  })
  await lucia.db.allergy.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(47),
        ...ofLucia,
        allergen: 'cacahuete',
        type: 'alimento',
        severity: 'anafiláctica',
        reaction: 'Hinchazón de labios y dificultad para respirar',
      },
    ],
  })
  await lucia.db.medicalAppointment.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(48),
        ...ofLucia,
        type: 'revisión',
        specialty: 'alergología',
        facility: 'Centro de salud La Solana',
        scheduledDate: '2026-12-14T10:20:00Z',
        duration: 20,
      },
    ],
  })
}

async function file({ id: userId, db }: Person, number: number, data: object) {
  const healthProfileId = toKey(number)
  await db.healthProfile.createMany({
    skipDuplicates: true,
    data: [{ id: healthProfileId, userId, ...data }],
  })
  return { userId, healthProfileId }
}
