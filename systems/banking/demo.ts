// Demonstration data: one branch on one morning, with its people, a family it serves and a workshop. Every row has a
// natural key or an id made from its name, so a demo that was cut short goes on where it stopped.
import type { Client } from './database.ts'
import { type Bank, toId } from './demo-bank.ts'
import { talk } from './demo-chat.ts'
import { knowFaces } from './demo-face.ts'
import { receive } from './demo-visit.ts'

const branch = {
  id: toId('branch TAL-01'),
  code: 'TAL-01',
  name: 'Talavera Centro',
  address: 'Calle Mayor 3',
  city: 'Talavera de la Reina',
  country: 'ES',
}
const staff = [
  { email: 'pilar.montes@banco.example', name: 'Pilar Montes', role: 'ADMIN' },
  { email: 'hugo.serrano@banco.example', name: 'Hugo Serrano', role: 'AGENT' },
] as const
const family = [
  {
    dni: '12345678Z',
    name: 'María del Carmen García Peñalver',
    email: 'carmen.garcia@example.com',
    phone: '+34600000101',
    locale: 'es',
  },
  { dni: '11223344B', name: 'Luis Robles Ortega', phone: '+34600000102', locale: 'es' },
  { dni: '55667788Z', name: 'Lucía Robles García', email: 'lucia.robles@example.com' },
  { dni: '01234567L', name: 'Rosario Peñalver Díaz', phone: '+34925000103', locale: 'es' },
  { dni: 'B12345674', name: 'Talleres Peñalver, S.L.', email: 'hola@example.com', locale: 'es' },
]

export async function demo(client: Client): Promise<void> {
  const bank = await openBranch(client)
  await knowFaces(bank)
  await receive(bank)
  await talk(bank)
}

async function openBranch(client: Client): Promise<Bank> {
  const claims = { tenant: [branch.id] }
  const db = client.as({ actor: 'service:demo', claims, purpose: 'demonstration' }).banking
  await db.branch.createMany({ data: [branch], skipDuplicates: true })
  await db.user.createMany({ data: staff, skipDuplicates: true })
  await db.client.createMany({ data: family, skipDuplicates: true })
  const branchId = branch.id
  await db.agentModule.createMany({
    data: ['Mesa 1', 'Mesa 2', 'Caja'].map((name) => ({ branchId, name })),
    skipDuplicates: true,
  })
  const emails = staff.map(({ email }) => email)
  const users = await db.user.findMany({ where: { email: { in: emails } } })
  await db.branchAdmin.createMany({
    data: users.map(({ id }) => ({ branchId, userId: id })),
    skipDuplicates: true,
  })
  const clients = await db.client.findMany({ where: { dni: { in: family.map(({ dni }) => dni) } } })
  const idOf = new Map(clients.map(({ dni, id }) => [dni, id]))
  const desks = await db.agentModule.findMany({ where: { name: 'Mesa 1' } })
  const moduleId = desks[0]?.id ?? ''
  const agentId = users.find(({ role }) => role === 'AGENT')?.id ?? ''
  await db.moduleSession.createMany({
    data: [{ id: toId('session'), branchId, moduleId, userId: agentId }],
    skipDuplicates: true,
  })
  return { db, branchId, moduleId, agentId, clientOf: (dni) => idOf.get(dni) ?? '' }
}
