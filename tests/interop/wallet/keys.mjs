// The wallet's keys, and the cryptography that the libraries leave to their user.
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import * as jose from 'jose'

/** The private keys of the wallet, found again by the thumbprint of the public one. */
export class KeyRing {
  #keys = new Map()
  #decryption

  async generate() {
    const { privateKey } = await jose.generateKeyPair('ES256', { extractable: true })
    return this.add(await jose.exportJWK(privateKey))
  }

  /** A key that a reply is encrypted to: the newest one is the one that decrypts. */
  async generateForEncryption() {
    const { publicKey, privateKey } = await jose.generateKeyPair('ECDH-ES', { crv: 'P-256' })
    this.#decryption = privateKey
    return { ...publicPart(await jose.exportJWK(publicKey)), kid: 'reply', use: 'enc', alg: 'ECDH-ES' }
  }

  async decrypt(jwe) {
    const { plaintext } = await jose.compactDecrypt(jwe, this.#decryption)
    return new TextDecoder().decode(plaintext)
  }

  async add(privateJwk) {
    const publicJwk = publicPart(privateJwk)
    this.#keys.set(await jose.calculateJwkThumbprint(publicJwk), await jose.importJWK(privateJwk, 'ES256'))
    return publicJwk
  }

  async sign(publicJwk, header, payload) {
    const key = this.#keys.get(await jose.calculateJwkThumbprint(publicJwk))
    if (!key) throw new Error('The wallet does not have the key that it is to sign with.')
    return new jose.SignJWT(payload).setProtectedHeader(header).sign(key)
  }

  /** A signer in the form that @sd-jwt asks for: of the JWT's first two parts, already encoded. */
  rawSigner(publicJwk) {
    return async (signingInput) => {
      const [header, payload] = signingInput.split('.').map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
      const jwt = await this.sign(publicJwk, header, payload)
      if (!jwt.startsWith(`${signingInput}.`)) throw new Error('The JWT was signed in another encoding.')
      return jwt.slice(signingInput.length + 1)
    }
  }
}

export const publicPart = ({ kty, crv, x, y }) => ({ kty, crv, x, y })

export const digest = (data, algorithm) =>
  new Uint8Array(createHash(algorithm.replace('-', '').toLowerCase()).update(data).digest())

export const salt = (length) => randomBytes(length).toString('base64url')

/** A verifier in the form that @sd-jwt asks for. */
export const rawVerifier = (publicJwk) => async (signingInput, signature) => {
  const key = await jose.importJWK(publicJwk, 'ES256')
  return jose.compactVerify(`${signingInput}.${signature}`, key).then(() => true, () => false)
}

const certificate = (base64) => new X509Certificate(Buffer.from(base64, 'base64'))

/** What @openid4vc calls back for. */
export const callbacks = (keys, clientAuthentication) => ({
  fetch,
  clientAuthentication,
  hash: digest,
  generateRandom: (length) => new Uint8Array(randomBytes(length)),

  signJwt: async (signer, { header, payload }) => {
    if (signer.method !== 'jwk') throw new Error(`The wallet has no signer '${signer.method}'.`)
    return { jwt: await keys.sign(signer.publicJwk, header, payload), signerJwk: signer.publicJwk }
  },

  // Whether the certificate is one that the user should believe is not this wallet's question: the tests know whose it is.
  verifyJwt: async (signer, { compact, header }) => {
    if (signer.method !== 'x5c') return { verified: false }
    const leaf = certificate(signer.x5c[0])
    const now = new Date()
    if (now < new Date(leaf.validFrom) || now > new Date(leaf.validTo)) return { verified: false }
    return jose.compactVerify(compact, leaf.publicKey, { algorithms: [header.alg] }).then(
      async () => ({ verified: true, signerJwk: await jose.exportJWK(leaf.publicKey) }),
      () => ({ verified: false })
    )
  },

  getX509CertificateMetadata: (base64) => {
    const names = (certificate(base64).subjectAltName ?? '').split(', ')
    const ofKind = (kind) => names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length))
    return { sanDnsNames: ofKind('DNS:'), sanUriNames: ofKind('URI:') }
  },

  encryptJwe: async ({ publicJwk, alg, enc, apu, apv }, payload) => {
    const part = (text) => (text ? jose.base64url.decode(text) : undefined)
    const jwe = await new jose.CompactEncrypt(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg, enc, ...(publicJwk.kid ? { kid: publicJwk.kid } : {}) })
      .setKeyManagementParameters({ apu: part(apu), apv: part(apv) })
      .encrypt(await jose.importJWK(publicJwk, alg))
    return { jwe, encryptionJwk: publicJwk }
  },

  decryptJwe: (jwe, options) => keys.decrypt(jwe).then(
    (payload) => ({ decrypted: true, decryptionJwk: options?.jwk, payload }),
    () => ({ decrypted: false })
  ),
})
