/**
 * Webhooks in Express 5: `npm install express`. Signatures are made over the raw bytes, so the route stands before `express.json()`.
 * Where a parser has to come first, give it `verify: (req, _res, bytes) => { req.rawBody = bytes }`: `requestFromNode` takes those.
 */
import express, { type Express } from "express";
import { requestFromNode, type Inbox } from "folkmoot";

/** Makes the server. */
export function webhooks(inbox: Inbox): Express {
  const app = express();
  app.all("/webhooks", async (req, res) => {
    const response = await inbox.receive(requestFromNode(req));
    res.status(response.status).set(Object.fromEntries(response.headers));
    res.send(Buffer.from(await response.arrayBuffer()));
  });
  // For everything else.
  app.use(express.json());
  app.post("/echo", (req, res) => {
    res.json(req.body);
  });
  return app;
}

// A server of yours begins with: webhooks(openInbox(process.env)).listen(3000);
