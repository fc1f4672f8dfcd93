// A small issuer of OpenID Connect on this machine: discovery, authorization, tokens, keys. A test sets what it says of
// whoever signs in, and how it lies.
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Issuer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Claims of the next person, and what of the answer is false. */
  person: { sub: string; email?: string; email_verified?: boolean }
  lie: Lie | undefined
  /** What a browser does: answers the query that it is sent back with. */
  visit(authorizationUrl: string): Promise<string>
  close(): Promise<void>
}

export type Lie =
  | 'nonce'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'key'
  | 'unsigned'
  | 'discovery'
  | 'state'
  | 'iss'

interface Grant {
  readonly challenge: string
  readonly nonce: string
  readonly redirectUri: string
}

export async function openIssuer(): Promise<Issuer> {
  const [right, wrong] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const jwk = { ...(await exportJWK(right.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  const grants = new Map<string, Grant>()
  const clientId = 'acervo-test'
  const clientSecret = randomUUID()
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => send(response, status, body),
      () => send(response, 500, {}),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const self: Issuer = {
    issuer: `http://127.0.0.1:${port}`,
    clientId,
    clientSecret,
    person: { sub: 'nobody' },
    lie: undefined,
    visit: async (authorizationUrl) => {
      const asked = new URL(authorizationUrl).searchParams
      const code = randomUUID()
      grants.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        redirectUri: asked.get('redirect_uri') ?? '',
      })
      const state = self.lie === 'state' ? 'another' : (asked.get('state') ?? '')
      const iss = self.lie === 'iss' ? 'https://other.test' : self.issuer
      return new URLSearchParams({ code, state, iss }).toString()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const answer = async (request: IncomingMessage) => {
    const { issuer } = self
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return {
          status: 200,
          body: {
            issuer: self.lie === 'discovery' ? 'https://other.test' : issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            authorization_response_iss_parameter_supported: true,
            id_token_signing_alg_values_supported: ['RS256'],
          },
        }
      case '/keys':
        return { status: 200, body: { keys: [jwk] } }
      case '/token':
        return token(new URLSearchParams(await read(request)))
      default:
        return { status: 404, body: {} }
    }
  }
  const token = async (given: URLSearchParams) => {
    const grant = grants.get(given.get('code') ?? '')
    grants.delete(given.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight =
      grant !== undefined &&
      given.get('client_secret') === clientSecret &&
      grant.challenge === challenge &&
      grant.redirectUri === given.get('redirect_uri')
    if (!isRight) return { status: 400, body: { error: 'invalid_grant' } }
    const { lie, person } = self
    const now = Math.floor(Date.now() / 1_000)
    const signed = await new SignJWT({ ...person, nonce: lie === 'nonce' ? 'x' : grant.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(lie === 'issuer' ? 'https://other.test' : self.issuer)
      .setAudience(lie === 'audience' ? 'another' : clientId)
      .setIssuedAt(lie === 'expired' ? now - 7_200 : now)
      .setExpirationTime(lie === 'expired' ? now - 3_600 : now + 300)
      .sign(lie === 'key' ? wrong.privateKey : right.privateKey)
    const parts = signed.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const idToken = lie === 'unsigned' ? `${none}.${parts[1]}.` : signed
    return {
      status: 200,
      body: { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken },
    }
  }
  return self
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
