// Messages of alerts to a webhook, signed as Standard Webhooks say (webhook-id, webhook-timestamp, webhook-signature
// with HMAC-SHA256), so that kept libraries verify them in every language. The id is the message's: a receiver that has
// it already drops it.
import { createHmac } from 'node:crypto'
import { AcervoError } from '../kernel/index.ts'
import type { AlertMessage, AlertSink } from '../kernel/watch/index.ts'
import type { Call } from './call.ts'

export interface WebhookOptions {
  readonly url: string
  /** `whsec_` and base64, or any text; without it nothing is signed. */
  readonly secret?: string | undefined
  readonly call: Call
  readonly nowMs?: () => number
}

export function openAlertWebhook({
  url,
  secret,
  call,
  nowMs = Date.now,
}: WebhookOptions): AlertSink {
  return {
    name: 'webhook',
    send: async (message, signal) => {
      const body = JSON.stringify(toBody(message))
      const seconds = Math.floor(nowMs() / 1_000)
      const response = await call(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': message.id,
          'webhook-timestamp': String(seconds),
          ...(secret === undefined
            ? {}
            : { 'webhook-signature': sign(secret, `${message.id}.${seconds}.${body}`) }),
        },
        body,
        signal,
      })
      await response.body?.cancel()
      if (response.ok) return
      throw new AcervoError('ACV641', `the webhook of alerts answered ${response.status}`, {
        details: `Of '${new URL(url).host}'. It is tried again.`,
      })
    },
  }
}

/** `{ type, timestamp, data }`, as Standard Webhooks write it. */
function toBody({ event, at, ...data }: AlertMessage): object {
  return { type: event, timestamp: at, data }
}

function sign(secret: string, text: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
}
