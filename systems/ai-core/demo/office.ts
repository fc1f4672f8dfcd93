// The company's own people: two at the office and one who applies, a payslip, a course, a review, holidays in August.
import { chapter, inaki, lucia, move, toId } from './chapter.ts'

export const inakiId = toId('empleado Iñaki')
export const martaId = toId('hr')
const ownerUserId = toId('usuaria Marta')

const hr = chapter('hr', 'employee', async (tables, { partyOf }) => {
  const { employee, employmentContract, absence } = tables
  const chief = { id: martaId, number: 'E-0001', displayName: 'Marta Soriano Vega' }
  await employee.createMany({
    data: [
      {
        ...chief,
        partyId: toId('Marta, que aún no es parte'),
        userId: ownerUserId,
        jobTitle: 'Directora',
        hiredOn: '2012-01-09',
      },
    ],
  })
  await employee.createMany({
    data: [
      {
        id: inakiId,
        number: 'E-0002',
        partyId: partyOf(inaki),
        displayName: 'Iñaki Etxeberria',
        managerId: martaId,
        jobTitle: 'Gestor de clientes',
        department: 'Comercial',
        hiredOn: '2019-09-02',
        iban: 'ES9121000418450200051332',
      },
    ],
  })
  await employmentContract.createMany({
    data: [{ employeeId: inakiId, startsOn: '2019-09-02', annualSalary: '26400' }],
  })
  const absenceId = toId('vacaciones de agosto')
  const holiday = { kind: 'HOLIDAY', startsOn: '2026-08-03', endsOn: '2026-08-21' } as const
  await absence.createMany({ data: [{ id: absenceId, employeeId: inakiId, ...holiday }] })
  await move(absence, absenceId, { status: 'APPROVED', decidedById: martaId }, { status: 'TAKEN' })
})

const hrPayroll = chapter('hrPayroll', 'payrollPeriod', async (tables) => {
  const { payrollPeriod, payslip, payslipLine } = tables
  const [periodId, payslipId] = [toId('hrPayroll'), toId('nómina de octubre')]
  await payrollPeriod.createMany({
    data: [{ id: periodId, year: 2026, month: 10, payOn: '2026-10-30' }],
  })
  await payslip.createMany({ data: [{ id: payslipId, periodId, employeeId: inakiId }] })
  await payslipLine.createMany({
    data: [
      { payslipId, kind: 'EARNING', concept: 'Salario base', amount: '1885.71' },
      { payslipId, kind: 'DEDUCTION', concept: 'IRPF', amount: '264.00' },
      { payslipId, kind: 'DEDUCTION', concept: 'Seguridad Social', amount: '122.19' },
    ],
  })
  await move(payslip, payslipId, { status: 'CALCULATED' }, { status: 'APPROVED' })
})

const hrRecruitment = chapter('hrRecruitment', 'vacancy', async (tables) => {
  const { vacancy, candidate, candidateProfile, application } = tables
  const [vacancyId, candidateId] = [toId('hrRecruitment'), toId('candidata')]
  await vacancy.createMany({
    data: [
      {
        id: vacancyId,
        code: 'ADM-2026-1',
        title: 'Administración, media jornada',
        status: 'OPEN',
        opensOn: '2026-10-01',
      },
    ],
  })
  await candidate.createMany({
    data: [
      {
        id: candidateId,
        source: 'REFERRAL',
        consentedAt: '2026-10-06T10:00:00Z',
        consentUntil: '2027-10-06',
      },
    ],
  })
  await candidateProfile.createMany({
    data: [{ candidateId, name: 'Lucía Robles García', email: 'lucia.robles@example.com' }],
  })
  const id = toId('candidatura')
  await application.createMany({ data: [{ id, vacancyId, candidateId }] })
  await move(application, id, { status: 'SCREEN' }, { status: 'INTERVIEW' })
})

const hrTraining = chapter('hrTraining', 'course', async (tables) => {
  const { course, courseSession, enrolment, certificate } = tables
  const [courseId, sessionId, enrolmentId] = [toId('hrTraining'), toId('sesión'), toId('matrícula')]
  await course.createMany({
    data: [
      { id: courseId, code: 'RGPD', title: 'Protección de datos', hours: '6', validDays: 730 },
    ],
  })
  await courseSession.createMany({
    data: [
      {
        id: sessionId,
        courseId,
        startsAt: '2026-09-15T07:00:00Z',
        endsAt: '2026-09-15T13:00:00Z',
        place: 'Sala 2',
        capacity: 12,
      },
    ],
  })
  await enrolment.createMany({ data: [{ id: enrolmentId, sessionId, employeeId: inakiId }] })
  await move(courseSession, sessionId, { status: 'HELD' })
  await move(enrolment, enrolmentId, { status: 'ATTENDED' })
  await certificate.createMany({
    data: [
      {
        enrolmentId,
        employeeId: inakiId,
        number: 'RGPD-2026-014',
        issuedOn: '2026-09-16',
        expiresOn: '2028-09-15',
      },
    ],
  })
})

const hrPerformance = chapter('hrPerformance', 'reviewCycle', async (tables) => {
  const cycleId = toId('hrPerformance')
  await tables.reviewCycle.createMany({
    data: [
      {
        id: cycleId,
        name: 'Otoño de 2026',
        ownerUserId,
        startsOn: '2026-10-01',
        endsOn: '2026-12-01',
      },
    ],
  })
  await tables.goal.createMany({
    data: [
      {
        cycleId,
        employeeId: inakiId,
        title: 'Responder a cada cliente el mismo día',
        weight: 60,
        progress: 70,
      },
    ],
  })
})

const scheduling = chapter('scheduling', 'resource', async (tables, { partyOf }) => {
  const [resourceId, slotId] = [toId('scheduling'), toId('tarde del martes')]
  await tables.resource.createMany({
    data: [{ id: resourceId, name: 'Iñaki', kind: 'PERSON', employeeId: inakiId }],
  })
  await tables.slot.createMany({
    data: [
      {
        id: slotId,
        resourceId,
        startsAt: '2026-11-24T15:00:00Z',
        endsAt: '2026-11-24T19:00:00Z',
      },
    ],
  })
  await tables.booking.createMany({
    data: [
      {
        slotId,
        resourceId,
        partyId: partyOf(lucia),
        startsAt: '2026-11-24T16:00:00Z',
        endsAt: '2026-11-24T16:30:00Z',
        notes: 'Primer seguro de coche',
      },
    ],
  })
})

export const officeChapters = [
  hr,
  hrPayroll,
  hrRecruitment,
  hrTraining,
  hrPerformance,
  scheduling,
] as const
