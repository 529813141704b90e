// The wallet's way from an offer to the token, and to the credential.
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { frames, present } from './credentials.mjs'

const redirectUri = 'https://wallet.example/callback'
const mostSteps = 10

export class Flow {
  constructor(parts) {
    Object.assign(this, parts)
    this.codeVerifier = randomBytes(32).toString('base64url')
  }

  /** Reads the offer and the metadata that it leads to. */
  async begin(issuer, credential) {
    const offer = { credential_issuer: issuer, credential_configuration_ids: [credential], grants: { authorization_code: {} } }
    this.credential = credential
    this.offer = await this.client.resolveCredentialOffer(
      `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`)
    this.metadata = await this.client.resolveIssuerMetadata(this.offer.credential_issuer)
    this.server = this.metadata.authorizationServers[0]
    this.endpoint = this.server.interactive_authorization_endpoint
    this.tell({ step: 'metadata', issuer: this.server.issuer, endpoint: this.endpoint })
  }

  /** All steps of the authorization, whatever the server asks for, and the token. What is asked for is told by `scope` or by `details`. */
  async authorize(by) {
    let reply = await this.send({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: redirectUri,
      state: 'state of the wallet',
      interaction_types_supported: 'redirect_to_web,openid4vp_presentation',
      code_challenge: createHash('sha256').update(this.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(by === 'scope'
        ? { scope: this.scope }
        : { authorization_details: [{ type: 'openid_credential', credential_configuration_id: this.credential }] }),
    })
    return this.redeem(await this.complete(reply))
  }

  /**
   * The same for a credential that needs one presentation, or one web step that leads back to the wallet, and nothing else, through the calls
   * that the library has for these flows. They make a request of their own.
   */
  async authorizeByOffer() {
    const flow = await this.client.initiateAuthorization({
      clientId: this.clientId,
      issuerMetadata: this.metadata,
      credentialOffer: this.offer,
      redirectUri,
      scope: this.scope,
      state: 'state of the wallet',
      pkceCodeVerifier: this.codeVerifier,
      dpop: this.dpop,
    })
    this.dpop = flow.dpop
    this.tell({ step: 'initial', flow: flow.authorizationFlow })
    return this.redeem(flow.authorizationFlow === 'Oauth2Redirect'
      ? await this.visitAndReturn(flow.authorizationRequestUrl)
      : await this.presentForCode(flow))
  }

  async presentForCode({ authSession, openid4vpRequest }) {
    const { authorizationCode, dpop } = await this.client.retrieveAuthorizationCodeUsingInteractiveAuthorization({
      authSession,
      openid4vpResponse: await this.answer(openid4vpRequest),
      credentialOffer: this.offer,
      issuerMetadata: this.metadata,
      dpop: this.dpop,
    })
    this.dpop = dpop ?? this.dpop
    this.tell({ step: 'follow-up', status: 'ok' })
    return authorizationCode
  }

  /** What a browser does at a new address: it takes the cookie, and brings it where it is sent. */
  async open(url) {
    const first = await fetch(url, { redirect: 'manual' })
    const cookie = first.headers.getSetCookie().map((value) => value.split(';')[0]).join('; ')
    const page = await fetch(new URL(first.headers.get('location'), url), { redirect: 'manual', headers: { cookie } })
    return { page, cookie }
  }

  /** The user in the browser, who comes back from the tenant's page, and so to the wallet with a code. */
  async visitAndReturn(url) {
    const { page, cookie } = await this.open(url)
    const location = page.headers.get('location')
    this.tell({ step: 'browser', status: page.status, location })

    const back = await fetch(new URL(location).searchParams.get('return'), { redirect: 'manual', headers: { cookie } })
    const { code, state, iss } = this.client.parseAndVerifyAuthorizationResponseRedirectUrl({
      url: back.headers.get('location'),
      authorizationServerMetadata: this.server,
    })
    this.tell({ step: 'return', status: back.status, to: back.headers.get('location').split('?')[0], state, iss })
    return code
  }

  get scope() {
    return this.metadata.credentialIssuer.credential_configurations_supported[this.credential].scope
  }

  /** The steps, until there is a code. */
  async complete(reply) {
    for (let step = 0; reply.status === 'require_interaction' && step < mostSteps; step++) {
      reply = await this.send(reply.type === 'openid4vp_presentation'
        ? { auth_session: reply.auth_session, openid4vp_response: await this.answer(reply.openid4vp_request) }
        : { auth_session: reply.auth_session, code_verifier: await this.visit(reply) })
    }
    return reply.code
  }

  /** The token for a code. */
  async redeem(code) {
    const { accessTokenResponse, dpop } = await this.client.retrieveAuthorizationCodeAccessTokenFromOffer({
      issuerMetadata: this.metadata,
      credentialOffer: this.offer,
      authorizationCode: code,
      pkceCodeVerifier: this.codeVerifier,
      redirectUri,
      dpop: this.dpop,
    })
    this.dpop = dpop
    this.tell({
      step: 'token',
      token_type: accessTokenResponse.token_type,
      expires_in: accessTokenResponse.expires_in,
      authorization_details: accessTokenResponse.authorization_details,
      has_access_token: typeof accessTokenResponse.access_token === 'string' && accessTokenResponse.access_token.length > 0,
    })
    return accessTokenResponse
  }

  /** A request to the Interactive Authorization Endpoint. */
  async send(request) {
    // At this endpoint the library leaves the client's authentication to its user.
    const headers = new Headers()
    await this.callbacks.clientAuthentication({ headers, body: {}, authorizationServerMetadata: this.server })
    const { interactiveAuthorizationResponse: reply, dpop } = await this.client.sendInteractiveAuthorizationRequest({
      authorizationServerMetadata: this.server,
      request,
      dpop: this.dpop,
      additionalHeaders: Object.fromEntries(headers),
    })
    this.dpop = dpop ?? this.dpop
    this.tell({ step: request.auth_session ? 'follow-up' : 'initial', status: reply.status, type: reply.type })
    return reply
  }

  /** The answer to a presentation request: `openid4vp_response`. */
  async answer(request) {
    const verifier = new Openid4vpClient({ callbacks: this.callbacks })
    const { authorizationRequestPayload: asked, client, jar, dcql } = await verifier.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: request,
      responseMode: { type: 'iae', expectedUrl: this.endpoint },
    })
    this.tell({
      step: 'request',
      signed: jar !== undefined,
      client_id: client.effective,
      prefix: client.prefix,
      response_mode: asked.response_mode,
      claims: dcql.query.credentials.flatMap((c) => (c.claims ?? []).map((claim) => claim.path.join('.'))),
    })

    // OpenID4VCI 1.1, "Interactive Authorization Binding" of SD-JWT VCs.
    const audience = `iae:${new URL(this.endpoint).origin}`
    const vpToken = {}
    for (const [id, frame] of Object.entries(frames(dcql.query))) {
      vpToken[id] = [await present(this.keys, this.pid, frame, this.holder, { nonce: asked.nonce, audience })]
    }

    const { authorizationResponsePayload, jarm } = await verifier.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: asked,
      authorizationResponsePayload: { vp_token: vpToken },
      jarm: asked.response_mode === 'iae_post.jwt' ? encryption : undefined,
    })
    return JSON.stringify(jarm ? { response: jarm.responseJwt } : authorizationResponsePayload)
  }

  /** The user in the browser, and the tenant's backend that sees them finish. Returns what the wallet goes on with. */
  async visit({ request_uri }) {
    const { page } = await this.open(`${this.server.authorization_endpoint}?${new URLSearchParams({ client_id: this.clientId, request_uri })}`)
    const location = page.headers.get('location')
    this.tell({ step: 'browser', status: page.status, location })

    const { clientId, clientSecret } = JSON.parse(await readFile(this.backendFile, 'utf8'))
    const session = new URL(location).searchParams.get('session')
    const confirmed = await fetch(`${this.endpoint}/complete-web-auth/${session}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ data: { company: 'Köln & Söhne' } }),
    })
    this.tell({ step: 'backend', status: confirmed.status })
    return this.codeVerifier
  }
}

const encryption = {
  encryption: {},
  serverMetadata: {
    authorization_encryption_alg_values_supported: ['ECDH-ES'],
    authorization_encryption_enc_values_supported: ['A256GCM', 'A128GCM'],
  },
}
