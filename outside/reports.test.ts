// What leaves the platform: messages of alerts, figures and errors, each taken by a server that is really there.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { AcervoError } from '../kernel/index.ts'
import type { AlertMessage } from '../kernel/watch/index.ts'
import { metrics } from '../server/observe/metrics.ts'
import { openAlertMail } from './alert-mail.ts'
import { openAlertWebhook } from './alert-webhook.ts'
import { createCaller } from './call.ts'
import { loadOptional } from './optional.ts'
import { openOtlp } from './otlp.ts'
import { openSentry } from './sentry.ts'

const message: AlertMessage = {
  ...{ id: '0b0e8a3c-1111-8222-8333-444455556666', event: 'alert.firing' },
  ...{ at: '2026-11-22T10:00:00.000000Z', rule: 'pool-full', severity: 'warning' },
  ...{ subject: 'process=a:1', metric: 'acervo.connection.use', value: 0.95, threshold: 0.9 },
  says: { en: 'connections are in use', es: 'hay conexiones en uso' },
  advice: { en: 'Find what holds them.', es: 'Busque qué las retiene.' },
}
const never = new AbortController().signal

interface Taken {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const ends: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()))
})

/** Takes what is posted and answers `status`. */
async function openTaker(status = 200) {
  const taken: Taken[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      taken.push({ url: request.url ?? '', headers: request.headers, body })
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { taken, host, call: createCaller({ hosts: [host] }) }
}

test('a webhook is signed over its id, its time and its body', async () => {
  const { taken, host, call } = await openTaker()
  const secret = `whsec_${Buffer.from('a key of the receiver').toString('base64')}`
  const nowMs = () => 1_700_000_000_000
  const sink = openAlertWebhook({ url: `http://${host}/hook`, secret, call, nowMs })
  await sink.send(message, never)
  const [one] = taken as [Taken]
  const signed = createHmac('sha256', 'a key of the receiver')
    .update(`${message.id}.1700000000.${one.body}`)
    .digest('base64')
  expect(one.headers).toMatchObject({
    'webhook-id': message.id,
    'webhook-timestamp': '1700000000',
    'webhook-signature': `v1,${signed}`,
  })
  expect(JSON.parse(one.body)).toMatchObject({
    type: 'alert.firing',
    timestamp: message.at,
    data: { rule: 'pool-full', value: 0.95 },
  })
})

test('a webhook that does not take a message, and one that may not be called, are errors', async () => {
  const { host, call } = await openTaker(503)
  const send = (url: string) => openAlertWebhook({ url, call }).send(message, never)
  await expect(send(`http://${host}/`)).rejects.toMatchObject({ code: 'ACV641' })
  await expect(send('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ACV640' })
})

test('mail says what is the matter in the language of the operator, under the id of the message', async () => {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        mails.push(text)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}`
  const sink = await openAlertMail({
    url,
    from: 'a@b.example',
    to: ['c@d.example'],
    language: 'es',
  })
  await sink.send(message, never)
  expect(mails[0]).toContain(`Message-ID: <${message.id}@acervo>`)
  expect(mails[0]).toContain('Subject: [acervo] warning: hay conexiones en uso')
  expect(mails[0]).toContain('acervo.connection.use')
})

test('a collector gets the figures as OTLP', async () => {
  const { taken, host, call } = await openTaker()
  const counted = metrics()
  counted.database('shop', 'findMany', 0.02, '')
  const exporter = await openOtlp({ url: `http://${host}`, call })
  await exporter.send(await counted.collect(counted.readings()))
  const [one] = taken as [Taken]
  expect(one.url).toBe('/v1/metrics')
  const { resourceMetrics } = JSON.parse(one.body)
  const names = resourceMetrics[0].scopeMetrics[0].metrics.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['db.client.operation.duration', 'process.uptime']))
})

test('Sentry gets code, message and trace of an error, and never its details', async () => {
  const { taken, host, call } = await openTaker()
  const reporter = await openSentry({
    ...{ dsn: `http://key@${host}/1`, call, release: '0.1.0', serverName: 'here' },
  })
  reporter.report(new AcervoError('ACV523', 'the job failed', { details: 'a secret value' }))
  await reporter.close()
  expect(taken).toHaveLength(1)
  const [one] = taken as [Taken]
  expect(one.url).toContain('/api/1/envelope/')
  expect(one.body).toContain('ACV523')
  expect(one.body).toContain('the job failed')
  expect(one.body).not.toContain('a secret value')
})

test('a package that is missing is named with the command that installs it', async () => {
  const missing = Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' })
  const load = loadOptional('nodemailer', 'ACERVO_ALERT_MAIL_URL', () => Promise.reject(missing))
  await expect(load).rejects.toMatchObject({
    code: 'ACV606',
    message: 'ACERVO_ALERT_MAIL_URL needs the package nodemailer',
    hint: 'npm install nodemailer',
  })
})
