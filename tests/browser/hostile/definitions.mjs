// API definitions with payloads wherever their formats have text.

const pieces = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
const json = (value) => JSON.stringify(value);
const line = (text) => text.replace(/\s+/g, ' ');

/** OpenAPI of one of the versions: one operation for each payload. */
function openapi(version, payloads) {
  const schema = (text) => ({ type: 'object', title: text, description: text, required: [text], properties: { [text]: { type: text, format: text, description: text, default: text, example: text, enum: [text], pattern: text }, same: { $ref: text } } });
  const operation = (text, n) => ({
    summary: text, description: text, operationId: text, tags: n % 15 === 0 ? [text] : ['shared'], deprecated: n % 2 === 0,
    externalDocs: { url: text, description: text }, security: [{ [text]: [text] }],
    parameters: [{ name: text, in: 'query', description: text, schema: { type: 'string', default: text, enum: [text] }, example: text }],
    requestBody: { description: text, content: { [text]: { schema: schema(text), example: text, examples: { [text]: { summary: text, value: text } } } } },
    responses: { 200: { description: text, headers: { [text]: { description: text } }, content: { 'application/json': { schema: schema(text) } }, links: { [text]: { description: text } } }, [text]: { description: text } },
  });
  const head = version.startsWith('2') ? { swagger: version, host: payloads[0], basePath: payloads[1], schemes: [payloads[2]] } : { openapi: version };
  const components = Object.fromEntries(payloads.map((text) => [text, schema(text)]));
  return json({
    ...head,
    info: { title: payloads[0], version: payloads[1], description: payloads[2], termsOfService: payloads[3], contact: { name: payloads[4], url: payloads[5], email: payloads[6] }, license: { name: payloads[7], url: payloads[8] } },
    servers: payloads.map((text) => ({ url: text, description: text, variables: { [text]: { default: text, description: text, enum: [text] } } })),
    tags: payloads.map((text) => ({ name: text, description: text, externalDocs: { url: text } })),
    paths: Object.fromEntries(payloads.flatMap((text, n) => [[`/x${n}`, { get: operation(text, n), description: text }], [`/${text}`, { post: { summary: text, operationId: `${text}-2`, tags: ['shared'], responses: {} } }]])),
    components: { schemas: components, securitySchemes: Object.fromEntries(payloads.map((text) => [text, { type: text, description: text, name: text, in: text, openIdConnectUrl: text, flows: { implicit: { authorizationUrl: text, scopes: { [text]: text } } } }])) },
    definitions: components,
  });
}

function asyncapi(version, payloads) {
  const message = (text) => ({ name: text, title: text, summary: text, description: text, contentType: text, payload: { type: 'object', description: text, properties: { [text]: { type: 'string', description: text } } } });
  return json({
    asyncapi: version,
    info: { title: payloads[0], version: payloads[1], description: payloads[2] },
    servers: Object.fromEntries(payloads.map((text) => [text, { url: text, host: text, protocol: text, description: text }])),
    channels: Object.fromEntries(payloads.map((text) => [text, { address: text, description: text, publish: { operationId: text, summary: text, message: message(text) }, messages: { [text]: message(text) } }])),
    operations: Object.fromEntries(payloads.map((text) => [text, { action: text, title: text, description: text, channel: { $ref: text } }])),
    components: { messages: Object.fromEntries(payloads.map((text) => [text, message(text)])) },
  });
}

const string = (text) => JSON.stringify(line(text));
const graphql = (payloads) =>
  payloads.map((text, n) => `${string(text)}\ntype T${n} @deprecated(reason: ${string(text)}) {\n  "${line(text).replace(/["\\]/g, '')}"\n  f(a: String = ${string(text)}): String @deprecated(reason: ${string(text)})\n}\n`).join('\n') +
  `\n"""\n${payloads[0]}\n"""\ntype Query { a: T0 }\n`;
const proto = (payloads) =>
  `syntax = "proto3";\npackage x;\n${payloads.map((text, n) => `// ${line(text)}\nmessage M${n} {\n  // ${line(text)}\n  string f = 1 [default = ${string(text)}]; // ${line(text)}\n}\n`).join('\n')}\nservice S {\n  // ${line(payloads[0])}\n  rpc R(M0) returns (M1);\n}\n`;

const FORMATS = [
  ['openapi', (payloads) => openapi('3.1.0', payloads), 'json'],
  ['openapi', (payloads) => openapi('2.0', payloads), 'json'],
  ['asyncapi', (payloads) => asyncapi('2.6.0', payloads), 'json'],
  ['asyncapi', (payloads) => asyncapi('3.0.0', payloads), 'json'],
  ['graphql', graphql, 'graphql'],
  ['grpc', proto, 'proto'],
  ['trpc', (payloads) => payloads.join('\n'), 'txt'],
];

/** Files of a repository: `[path, text]`. */
export function descriptions(payloads, yaml) {
  const files = [];
  const entities = [];
  FORMATS.forEach(([type, write, extension], format) => {
    pieces(payloads.filter((text) => text.length < 70), 150).forEach((some, at) => {
      const name = `${type}-${format}-${at}`;
      files.push([`apis/${name}.${extension}`, write(some)]);
      entities.push(`---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: ${name}\n  title: ${yaml(some[0])}\nspec:\n  type: ${type}\n  lifecycle: production\n  owner: team\n  definition:\n    $text: ./${name}.${extension}\n`);
    });
  });
  return [...files, ['apis/catalog-info.yaml', entities.join('')]];
}
