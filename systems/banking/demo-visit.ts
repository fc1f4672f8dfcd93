// A morning: who came, what became of it, what is agreed for later, and who wants to be a client.
import { type Bank, toId } from './demo-bank.ts'

const morning = '2026-11-20T'
const at = (clock: string) => `${morning}${clock}:00Z`

export async function receive(bank: Bank): Promise<void> {
  await agree(bank)
  await serve(bank)
  await ask(bank)
  await connect(bank)
}

async function serve({ db, branchId, moduleId, clientOf }: Bank): Promise<void> {
  const visits = [
    {
      visit: { clientId: clientOf('12345678Z'), purpose: 'Hipoteca', startedAt: at('08:02') },
      steps: [
        { status: 'CALLED', moduleId, calledAt: at('08:11') },
        { status: 'IN_SERVICE', assignedAt: at('08:13') },
        { status: 'COMPLETED', finishedAt: at('08:41') },
      ],
    },
    {
      visit: { clientId: clientOf('01234567L'), purpose: 'Pensión', startedAt: at('08:20') },
      steps: [
        { status: 'CALLED', moduleId, calledAt: at('08:43') },
        { status: 'ABANDONED', abandonReason: 'NO_SHOW', finishedAt: at('08:50') },
      ],
    },
    {
      visit: { clientId: clientOf('B12345674'), purpose: 'Caja', startedAt: at('08:31') },
      steps: [],
    },
  ] as const
  for (const [place, { visit, steps }] of visits.entries()) {
    const id = toId(`visit ${place}`)
    const found = await db.visit.findUnique({ where: { id } })
    const { status } = found ?? (await db.visit.create({ data: { id, branchId, ...visit } }))
    const done = steps.findIndex((step) => step.status === status)
    for (const data of steps.slice(done + 1)) await db.visit.update({ where: { id }, data })
  }
}

async function agree({ db, branchId, moduleId, clientOf }: Bank): Promise<void> {
  const agreed = (day: string, from: string, to: string) => ({
    branchId,
    moduleId,
    startsAt: `2026-12-${day}T${from}:00Z`,
    endsAt: `2026-12-${day}T${to}:00Z`,
  })
  const carmen = clientOf('12345678Z')
  await db.appointment.createMany({
    data: [
      {
        id: toId('appointment of Carmen'),
        clientId: carmen,
        purpose: 'Firma de la hipoteca',
        status: 'CONFIRMED',
        ...agreed('01', '09:00', '09:45'),
      },
      {
        id: toId('appointment of Lucía'),
        clientId: clientOf('55667788Z'),
        purpose: 'Primera cuenta',
        ...agreed('01', '09:45', '10:15'),
      },
    ],
    skipDuplicates: true,
  })
}

/** The cousin is new; the other is Carmen herself, with her name as the kiosk heard it. */
async function ask({ db, branchId, agentId }: Bank): Promise<void> {
  await db.registrationRequest.createMany({
    data: [
      {
        id: toId('request of Mateo'),
        branchId,
        requesterId: agentId,
        dni: '87654321X',
        name: 'Mateo Peñalver Ruiz',
        phone: '+34600000104',
      },
      {
        id: toId('request of Carmen'),
        branchId,
        dni: '12345678Z',
        name: 'Mª Carmen Garcia Penalver',
        email: 'carmen.garcia@example.com',
      },
    ],
    skipDuplicates: true,
  })
}

async function connect({ db, branchId }: Bank): Promise<void> {
  const name = 'Impresora de turnos'
  if ((await db.device.count({ where: { name } })) > 0) return
  const device = { branchId, name, kind: 'PRINTER', protocol: 'HTTP' } as const
  await db.device.create({ data: { ...device, credential: crypto.randomUUID() } })
}
