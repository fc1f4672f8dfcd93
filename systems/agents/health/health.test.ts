// Promises about health: what is said of a person is ciphertext under the person's key, belongs to one user, and goes
// with them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agents, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

const secret = 'MOSCATEL'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  let own: { userId: string; healthProfileId: string }
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
    own = await fileOf(ana)
  })
  afterAll(() => agents?.close())

  const fileOf = async (one: Somebody) => {
    const { id } = await one.db.healthProfile.create({
      data: {
        userId: one.id,
        bloodType: 'RAREZA',
        height: '167.5',
        weight: '61.20',
        sex: 'mujer',
        emergencyContacts: [{ name: secret, phone: '600 000 000' }],
        insuranceInfo: { policy: secret },
        encryptedData: secret,
      },
    })
    return { userId: one.id, healthProfileId: id }
  }
  const take = (more: object = {}) =>
    ana.db.medication.create({
      data: {
        ...own,
        name: `Levotiroxina ${secret}`,
        genericName: secret,
        dosage: `50 µg ${secret}`,
        frequency: `cada día ${secret}`,
        route: 'oral',
        startDate: '2026-01-01',
        purpose: secret,
        sideEffects: secret,
        interactions: [secret],
        prescribedBy: secret,
        notes: secret,
        ...more,
      },
    })

  /** Whatever the tables of health hold of a user, as a dump would show it. */
  const dump = async (userId: string) => {
    const { rows } = await agents.query(
      `select c.table_name from information_schema.columns c where c.table_schema = 'agents'
       and c.column_name = 'user_id' and c.table_name ~ '^(health|medic|allerg)'`,
    )
    const texts = rows.map(
      ([name]) =>
        `select '${name}', encode(convert_to(t::text, 'UTF8'), 'escape') from agents.${name} t where user_id = $1`,
    )
    return (await agents.query(texts.join(' union all '), [userId])).rows
  }

  test('the database holds nothing of it in plain, the user reads it as it was', async () => {
    const medicine = await take()
    await ana.db.medicalCondition.create({
      data: {
        ...own,
        name: secret,
        type: 'crónica',
        severity: 'leve',
        diagnosedDate: '2020-02-03',
        diagnosedBy: secret,
        notes: secret,
        treatment: { secret },
      },
    })
    await ana.db.allergy.create({
      data: { ...own, allergen: secret, type: 'alimento', severity: 'leve', reaction: secret },
    })
    await ana.db.medicalAppointment.create({
      data: {
        ...own,
        type: secret,
        specialty: secret,
        doctorName: secret,
        facility: secret,
        reason: secret,
        results: secret,
        notes: secret,
        scheduledDate: '2026-12-01T09:00:00Z',
      },
    })
    await ana.db.healthMeasurement.create({
      data: { ...own, type: 'weight', value: { kg: 61.2 }, notes: secret },
    })
    await ana.db.medicationLog.create({
      data: {
        userId: ana.id,
        medicationId: medicine.id,
        scheduledTime: '2026-11-01T08:00:00Z',
        status: 'omitido',
        notes: secret,
      },
    })
    const rows = await dump(ana.id)
    expect(new Set(rows.map(([name]) => name)).size).toBe(7)
    // Cells are bytes, which a dump shows in hexadecimal.
    const shown = JSON.stringify(rows)
    for (const word of [secret, 'RAREZA', '167.5', '61.20', 'mujer', '2020-02-03']) {
      expect(shown).not.toContain(word)
      expect(shown).not.toContain(Buffer.from(word).toString('hex'))
    }
    expect(await ana.db.healthProfile.findUnique({ where: { userId: ana.id } })).toMatchObject({
      height: '167.50',
      weight: '61.20',
      encryptedData: secret,
    })
    expect((await ana.db.medication.findUnique({ where: { id: medicine.id } }))?.purpose).toBe(
      secret,
    )
  })

  test('reading it is kept, with who did', async () => {
    await ana.db.allergy.findMany()
    const reads = await agents.query(
      `select actor from agents.audit_events where operation = 'READ' and table_name = 'allergies'`,
    )
    expect(reads.rows).toContainEqual([`user:${ana.id}`])
  })

  test('words of a list are among them (O1-30), and required (O1-29)', async () => {
    const rows = await agents.asSpecified(
      `create table medical_conditions (type varchar(50) not null, status varchar(50) default 'activa'
        check (status in ('activa', 'remisión', 'curada')))`,
      `insert into medical_conditions values ('inventada', null) returning type, status`,
    )
    expect(rows).toEqual([['inventada', null]])
    const condition = { ...own, name: 'x', type: 'crónica', severity: 'leve' }
    for (const wrong of [{ type: 'inventada' }, { severity: 'mucha' }])
      await expect(
        ana.db.medicalCondition.create({ data: { ...condition, ...wrong } as never }),
      ).rejects.toMatchObject({ code: 'ACV205' })
    await expect(take({ route: 'otra cosa' })).rejects.toMatchObject({ code: 'ACV205' })
    await expect(
      ana.sql(`update agents.medical_conditions set status = null`),
    ).rejects.toMatchObject({ code: 'ACV305' })
    const of =
      'insert into agents.health_measurements (user_id, health_profile_id, workspace_id, type, value)'
    await expect(
      ana.sql(
        `${of} values ($1, $2, $3, 'weight', null)`,
        ana.id,
        own.healthProfileId,
        ana.workspaceId,
      ),
    ).rejects.toMatchObject({ code: 'ACV305' })
  })

  test.each([
    ['weight', { kg: 71.5 }, { kg: 715 }],
    ['blood_pressure', { systolic: 120, diastolic: 80 }, { systolic: 120 }],
    ['glucose', { mg_dl: 90, fasting: true }, { mg_dl: '90' }],
    ['heart_rate', { bpm: 60 }, { beats: 60 }],
  ] as const)(
    'a measurement of %s has its shape and a value that can be',
    async (type, value, wrong) => {
      const data = { ...own, type, value }
      const { id } = await ana.db.healthMeasurement.create({ data })
      const found = await ana.db.healthMeasurement.findUnique({ where: { id } })
      expect(found?.value).toEqual(value)
      await expect(
        ana.db.healthMeasurement.create({ data: { ...data, value: wrong as never } }),
      ).rejects.toMatchObject({ code: 'ACV205' })
    },
  )

  test('times of reminders are times', async () => {
    await take({ reminderEnabled: true, reminderTimes: ['08:00', '20:00'] })
    for (const reminderTimes of [['24:00'], ['8:00'], [8], 'mañana'])
      await expect(take({ reminderTimes } as never)).rejects.toMatchObject({ code: 'ACV205' })
    const past = `update agents.medications set reminder_times = '["24:00"]'`
    await expect(ana.sql(past)).rejects.toMatchObject({ code: 'ACV304' })
    await expect(take({ endDate: '2025-12-31' })).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a dose is written once, however often it is tapped', async () => {
    const { id: medicationId } = await take()
    const dose = {
      userId: ana.id,
      medicationId,
      scheduledTime: '2026-11-02T08:00:00Z',
      takenTime: '2026-11-02T08:04:00Z',
      status: 'tomado' as const,
    }
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => ana.db.medicationLog.create({ data: dose })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const other = { ...dose, scheduledTime: '2026-11-03T08:00:00Z' }
    for (const wrong of [{ takenTime: null }, { status: 'omitido' as const }])
      await expect(
        ana.db.medicationLog.create({ data: { ...other, ...wrong } }),
      ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('an appointment ends once', async () => {
    const { id } = await ana.db.medicalAppointment.create({
      data: { ...own, type: 'revisión', scheduledDate: '2026-12-02T09:00:00Z', duration: 20 },
    })
    const end = (status: 'completada' | 'perdida') =>
      ana.db.medicalAppointment.update({ where: { id }, data: { status } })
    const answers = await Promise.allSettled([end('completada'), end('perdida')])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('nobody reads it but its user: no colleague, no administrator, no program (O1-17)', async () => {
    const { rows } = await agents.query(
      'select medication_id from agents.medication_logs where user_id = $1 limit 1',
      [ana.id],
    )
    expect(rows).toHaveLength(1)
    const bea = await agents.colleague(ana)
    const claims = { tenant: ana.workspaceId }
    const as = (actor: string) => agents.db.as({ actor, claims }).agents
    for (const other of [bea.db, as('service:report'), as('user:'), as(`key:${ana.id}`)]) {
      expect(await other.healthProfile.findMany()).toEqual([])
      expect(await other.medication.findMany()).toEqual([])
      expect(await other.medicationLog.findMany()).toEqual([])
    }
    expect(await ana.db.medicationLog.findMany()).not.toEqual([])
  })

  test('one file a user, and nothing in it is of another one', async () => {
    await expect(fileOf(ana)).rejects.toMatchObject({ code: 'ACV302' })
    const bea = await agents.colleague(ana)
    const hers = await fileOf(bea)
    await expect(take({ healthProfileId: hers.healthProfileId })).rejects.toMatchObject({
      code: 'ACV303',
    })
    await expect(take({ userId: bea.id })).rejects.toMatchObject({ code: 'ACV306' })
    const eva = await agents.person('eva')
    expect(await eva.db.healthProfile.findMany()).toEqual([])
    await expect(
      eva.db.allergy.create({
        data: { ...own, userId: eva.id, allergen: 'x', type: 'otro', severity: 'leve' },
      }),
    ).rejects.toMatchObject({ code: 'ACV303' })
  })

  test('a user who is deleted leaves nothing of their health, and a destroyed key nothing to read', async () => {
    const bea = await agents.colleague(ana)
    const profile = await fileOf(bea)
    const { id } = await bea.db.medication.create({
      data: {
        ...profile,
        name: 'x',
        dosage: '1',
        frequency: '1',
        route: 'oral',
        startDate: '2026-01-01',
      },
    })
    await agents.acervo.shred(bea.id)
    expect((await bea.db.medication.findUnique({ where: { id } }))?.name).toBeNull()
    await agents.root.user.delete({ where: { id: bea.id } })
    expect(await dump(bea.id)).toEqual([])
    expect(await dump(ana.id)).not.toEqual([])
  })
})
