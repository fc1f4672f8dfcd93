// Prisma's own client over databases of Acervo: a row written and read back in one transaction, as a request would be.
// What is asked for comes as JSON on standard input, what came of it goes to standard output; test/journeys runs it.
//
// A row belongs to whom the policies say: the settings that they read are given in the transaction, and with the role of
// a request nothing else is let through.
import { PrismaPg } from '@prisma/adapter-pg'

const { folder, wishes } = JSON.parse(await Array.fromAsync(process.stdin).then((it) => Buffer.concat(it).toString()))
const answers = []
for (const { schema, url, settings, tries } of wishes) {
  const { PrismaClient } = await import(`${folder}/${schema}/client/client.ts`)
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 1 }) })
  answers.push({ schema, ...(await firstOf(prisma, settings, tries)) })
  await prisma.$disconnect()
}
process.stdout.write(JSON.stringify(answers, (_, value) => (typeof value === 'bigint' ? String(value) : value)))

/** The first model that takes the row it is given. */
async function firstOf(prisma, settings, tries) {
  const refused = []
  for (const { model, key, data } of tries) {
    try {
      return { model, data, row: await writeAndRead(prisma, settings, { model, key, data }) }
    } catch (error) {
      refused.push(`${model}: ${String(error.message).trim().split('\n').at(-1)}`)
    }
  }
  return { refused }
}

function writeAndRead(prisma, settings, { model, key, data }) {
  return prisma.$transaction(async (tx) => {
    for (const [name, value] of Object.entries(settings)) await tx.$executeRaw`select set_config(${name}, ${value}, true)`
    const written = await tx[model].create({ data })
    return tx[model].findUniqueOrThrow({ where: Object.fromEntries(key.map((name) => [name, written[name]])) })
  })
}
