// Makes discord_schema.json: what Discord's OpenAPI description says of the requests this bot sends.
// Not run by the tests. To renew it, in an empty folder outside the repository:
//
//   npm install discord-api-spec@10.0.266135 zod@4.6.7
//   cp …/tests/fakes/discord_schema.mjs . && node discord_schema.mjs > …/tests/fakes/discord_schema.json
//
// The package holds the description as Zod schemas (MIT, see discord_schema.LICENSE).
import * as z from "zod/mini";
import * as spec from "discord-api-spec/zod";

const ROOTS = [
  "ApplicationCommandAutocompleteCallbackRequest",
  "ApplicationCommandCreateRequest",
  "ApplicationCommandUpdateRequest",
  "CreateForumThreadRequest",
  "CreateMessageInteractionCallbackRequest",
  "CreatePrivateChannelRequest",
  "CreateTextThreadWithMessageRequest",
  "CreateTextThreadWithoutMessageRequest",
  "IncomingWebhookRequestPartial",
  "IncomingWebhookUpdateRequestPartial",
  "MessageCreateRequest",
  "MessageEditRequestPartial",
  "ModalInteractionCallbackRequest",
  "UpdateMessageInteractionCallbackRequest",
];

for (const name of Object.keys(spec).filter((name) => name.endsWith("Schema"))) {
  z.globalRegistry.add(spec[name], { id: name.replace(/Schema$/, "") });
}
const { schemas } = z.toJSONSchema(z.globalRegistry, {
  io: "input",
  unrepresentable: "any",
  uri: (id) => "#/$defs/" + id,
  override: ({ zodSchema, jsonSchema }) => {
    // "undefined" has no JSON form: nothing matches it, instead of everything
    if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
  },
});

const kept = new Map();
const keep = (name) => {
  if (kept.has(name)) return;
  const { $schema, $id, ...schema } = schemas[name];
  kept.set(name, schema);
  for (const [, used] of JSON.stringify(schema).matchAll(/"#\/\$defs\/([A-Za-z0-9_]+)"/g)) keep(used);
};
ROOTS.forEach(keep);

const lines = [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`);
console.log(`{"$schema": "https://json-schema.org/draft/2020-12/schema",\n"$defs": {\n${lines.join(",\n")}\n}}`);
