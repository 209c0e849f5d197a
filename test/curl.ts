import type { CallOptions, TestResponse, TestServer } from './server.ts'

/** A curl command of the vendor's page or the README. */
export interface Curl {
  readonly method: string
  readonly url: URL
  readonly call: CallOptions
}

export function readCurl(text: string): Curl {
  const headers = Object.fromEntries(
    [...text.matchAll(/--header '([^:]*): ([^']*)'/g)].map(([, name, value]) => [name, value]),
  )
  const body = /--data '([^']*)'/.exec(text)?.[1]
  return {
    method: /--request (\w+)/.exec(text)?.[1] ?? '',
    url: new URL(/--url (\S+)/.exec(text)?.[1] ?? ''),
    call: body === undefined ? { headers } : { headers, body },
  }
}

/** Sends the request of a curl command to the test server. Only the host is changed. */
export function sendCurl(server: TestServer, { method, url, call }: Curl): Promise<TestResponse> {
  return server.call(method, url.pathname, call)
}
