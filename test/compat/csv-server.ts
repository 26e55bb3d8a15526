import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CsvServer {
  readonly url: string
  close(): Promise<void>
}

/** A web server on this machine, on a port that is free. */
export async function serve(answer: RequestListener): Promise<CsvServer> {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

export const sendCsv =
  (text: string): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(text)
  }
