// From the token to the credential, and whether it is what its issuer says.
import { verify } from './credentials.mjs'

/** Gets the credential, checks it, and tells the issuer that the wallet has it. */
export async function retrieve({ tell, client, clientId, keys, holder, metadata, credential: configuration, dpop }, tokens, encrypted) {
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata: metadata })
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata: metadata,
    signer: { method: 'jwk', alg: 'ES256', publicJwk: holder },
    nonce,
    issuedAt: new Date(),
    clientId,
    credentialConfigurationId: configuration,
  })
  const { credentialResponse } = await client.retrieveCredentials({
    issuerMetadata: metadata,
    accessToken: tokens.access_token,
    credentialConfigurationId: configuration,
    proofs: { jwt: [jwt] },
    dpop,
    credentialResponseEncryption: encrypted ? { jwk: await keys.generateForEncryption(), alg: 'ECDH-ES', enc: 'A256GCM' } : undefined,
  })
  const { header, payload } = await verify(credentialResponse.credentials[0].credential, (issuer) => issuerKeys(issuer))
  tell({
    step: 'credential',
    typ: header.typ,
    bound: payload.cnf?.jwk?.x === holder.x && payload.cnf?.jwk?.y === holder.y,
    payload,
  })
  if (credentialResponse.notification_id) {
    await client.sendNotification({
      issuerMetadata: metadata,
      accessToken: tokens.access_token,
      dpop,
      notification: { notificationId: credentialResponse.notification_id, event: 'credential_accepted' },
    })
    tell({ step: 'notification' })
  }
}

/** The keys of an issuer of SD-JWT VCs, where that specification has them. */
async function issuerKeys(issuer) {
  const { origin, pathname } = new URL(issuer)
  const metadata = await json(`${origin}/.well-known/jwt-vc-issuer${pathname === '/' ? '' : pathname}`)
  if (metadata.issuer !== issuer) throw new Error(`The metadata of ${issuer} is that of ${metadata.issuer}.`)
  return (metadata.jwks ?? await json(metadata.jwks_uri)).keys
}

async function json(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}.`)
  return response.json()
}
