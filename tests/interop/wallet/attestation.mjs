// The attestation that a wallet's provider gives to an instance of it, and the client authentication with it.
import { readFile } from 'node:fs/promises'
import { clientAuthenticationClientAttestationJwt, createClientAttestationJwt } from '@openid4vc/oauth2'

export async function attest(keys, callbacks, clientId, attesterKeyFile) {
  const attester = await keys.add(JSON.parse(await readFile(attesterKeyFile, 'utf8')))
  const clientAttestationJwt = await createClientAttestationJwt({
    callbacks,
    issuer: 'https://attester.example',
    clientId,
    confirmation: { jwk: await keys.generate() },
    issuedAt: new Date(),
    expiresAt: new Date(Date.now() + 3_600_000),
    signer: { method: 'jwk', alg: 'ES256', publicJwk: attester },
  })
  return clientAuthenticationClientAttestationJwt({ callbacks, clientAttestationJwt })
}
