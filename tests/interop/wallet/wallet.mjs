// A wallet on libraries that Eudiplo's authors did not write: @openid4vc for the protocol, @sd-jwt for the credentials.
// Without arguments it reads runs from its input, a line with the JSON array of the arguments of each. It prints a line of JSON for each thing
// that happened in a run, a line with "error" when it could not go on, and a line with "end" after it.
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { clientAuthenticationNone, setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { attest } from './attestation.mjs'
import { issuePid } from './credentials.mjs'
import { Flow } from './flow.mjs'
import { retrieve } from './issuance.mjs'
import { callbacks, KeyRing } from './keys.mjs'

const tell = (line) => console.log(JSON.stringify(line))

// The server under test listens on a loopback address, without TLS.
setGlobalConfig({ allowInsecureUrls: true })

/** One run, with keys and a PID of its own. */
async function run(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      issuer: { type: 'string' },
      credential: { type: 'string' },
      'pid-issuer-key': { type: 'string' },
      backend: { type: 'string' },
      authorization: { type: 'string', default: 'scope' },
      'attester-key': { type: 'string' },
      dpop: { type: 'boolean', default: false },
      retrieve: { type: 'boolean', default: false },
      'encrypted-reply': { type: 'boolean', default: false },
    },
  })
  const keys = new KeyRing()
  const holder = await keys.generate()
  const clientId = 'interop-wallet'
  const functions = callbacks(keys, clientAuthenticationNone({ clientId }))
  if (options['attester-key']) functions.clientAuthentication = await attest(keys, functions, clientId, options['attester-key'])
  const flow = new Flow({
    tell,
    keys,
    holder,
    clientId,
    callbacks: functions,
    client: new Openid4vciClient({ callbacks: functions }),
    pid: await issuePid(keys, options['pid-issuer-key'], holder),
    backendFile: options.backend,
    dpop: options.dpop ? { signer: { method: 'jwk', alg: 'ES256', publicJwk: await keys.generate() } } : undefined,
  })
  await flow.begin(options.issuer, options.credential)
  const tokens = options.authorization === 'offer' ? await flow.authorizeByOffer() : await flow.authorize(options.authorization)
  if (options.retrieve) await retrieve(flow, tokens, options['encrypted-reply'])
}

async function attempt(args) {
  try {
    await run(args)
  } catch (error) {
    const { error: code, error_description: description } = error.errorResponse ?? error.response?.credentialErrorResponseResult?.data ?? {}
    tell({ error: code ?? error.name, description: description ?? error.message, stack: error.stack })
  }
  tell({ end: true })
}

if (process.argv.length > 2) await attempt(process.argv.slice(2))
else for await (const line of createInterface({ input: process.stdin })) await attempt(JSON.parse(line))
