// Credentials, issued, held and checked with @sd-jwt/sd-jwt-vc.
import { readFile } from 'node:fs/promises'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { digest, publicPart, rawVerifier, salt } from './keys.mjs'

const person = {
  given_name: 'Jean-Zoë',
  family_name: 'Ångström',
  birthdate: '1971-02-03',
  nationalities: ['DE', 'FR'],
  address: { locality: 'Köln', country: 'DE' },
}

/** A PID of the provider whose private key is in the file, bound to the holder's key. */
export async function issuePid(keys, issuerKeyFile, holder) {
  const issuer = await keys.add(JSON.parse(await readFile(issuerKeyFile, 'utf8')))
  const sdjwt = new SDJwtVcInstance({
    hasher: digest, hashAlg: 'sha-256', saltGenerator: salt, signAlg: 'ES256', signer: keys.rawSigner(issuer),
  })
  const now = Math.floor(Date.now() / 1000)
  return sdjwt.issue(
    { iss: 'https://pid.demo.example', iat: now - 60, exp: now + 86400, vct: 'urn:eudi:pid:1', cnf: { jwk: publicPart(holder) }, ...person },
    {
      _sd: ['given_name', 'family_name', 'birthdate', 'nationalities', 'address'],
      _sd_decoy: 2,
      nationalities: { _sd: [0, 1] },
      address: { _sd: ['locality', 'country'] },
    }
  )
}

/** What a DCQL query asks of the PID: a frame of the claims to disclose for each credential of the query. */
export function frames(query) {
  return Object.fromEntries(query.credentials.map((credential) => {
    if (credential.format !== 'dc+sd-jwt' || !credential.meta?.vct_values?.includes('urn:eudi:pid:1')) {
      throw new Error(`The wallet has no credential for the query '${credential.id}'.`)
    }

    const frame = {}
    for (const { path } of credential.claims ?? []) {
      const last = path.length - 1
      path.reduce((node, name, i) => (i === last ? (node[name] = true) : (node[name] ??= {})), frame)
    }
    return [credential.id, frame]
  }))
}

/** A presentation of an SD-JWT VC, with the holder's proof of possession. */
export function present(keys, credential, frame, holder, { nonce, audience }) {
  const sdjwt = new SDJwtVcInstance({
    hasher: digest, hashAlg: 'sha-256', saltGenerator: salt, kbSignAlg: 'ES256', kbSigner: keys.rawSigner(holder),
  })
  return sdjwt.present(credential, frame, { kb: { payload: { iat: Math.floor(Date.now() / 1000), aud: audience, nonce } } })
}

/** Checks an issued SD-JWT VC against the keys of its issuer, and returns what it says. */
export async function verify(credential, keysOf) {
  const [header, { iss }] = credential.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
  const candidates = (await keysOf(iss)).filter((key) => key.kty === 'EC' && (!header.kid || key.kid === header.kid))
  const sdjwt = new SDJwtVcInstance({
    hasher: digest,
    hashAlg: 'sha-256',
    verifier: async (signingInput, signature) => {
      for (const key of candidates) if (await rawVerifier(key)(signingInput, signature)) return true
      return false
    },
  })
  return { header, ...(await sdjwt.verify(credential, { requiredClaimKeys: ['iss', 'vct', 'cnf'] })) }
}
