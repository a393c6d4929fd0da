// Starts `acs spec lsp` for YAML files, and shows the Rust that comes of the spec in the editor.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

const SCHEME = "acs-preview";

let client;

// The generated code, as a document that follows the spec.
class Preview {
  constructor() {
    this.changed = new vscode.EventEmitter();
    this.onDidChange = this.changed.event;
    this.shown = new Map();
  }

  // The document for a spec. It is named as the code's file would be, so that it is shown as Rust.
  of(spec) {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: spec.path.replace(/\.ya?ml$/, ".rs") });
    this.shown.set(uri.toString(), spec);
    return uri;
  }

  update(spec) {
    for (const [uri, other] of this.shown) {
      if (other.toString() === spec.toString()) {
        this.changed.fire(vscode.Uri.parse(uri));
      }
    }
  }

  async provideTextDocumentContent(uri) {
    const spec = this.shown.get(uri.toString());
    if (!client || !spec) {
      return "// The language server does not run.\n";
    }
    try {
      const { code } = await client.sendRequest("acs/preview", { textDocument: { uri: spec.toString() } });
      return code;
    } catch (error) {
      return `// There is no code as long as the spec has errors:\n// ${error.message}\n`;
    }
  }
}

async function start() {
  const [command, ...args] = vscode.workspace.getConfiguration("acs").get("command");
  const server = { command, args, transport: TransportKind.stdio };
  client = new LanguageClient("acs", "acs specs", server, { documentSelector: [{ scheme: "file", language: "yaml" }] });
  try {
    await client.start();
    await vscode.commands.executeCommand("setContext", "acs.running", true);
  } catch (error) {
    vscode.window.showErrorMessage(`acs: \`${command}\` does not start: ${error.message}. Set \`acs.command\`.`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await vscode.commands.executeCommand("setContext", "acs.running", false);
  if (running && running.needsStop()) {
    await running.stop();
  }
}

async function activate(context) {
  const preview = new Preview();
  let waiting;
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, preview),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      // After the server was told of the change, and not for every key.
      clearTimeout(waiting);
      waiting = setTimeout(() => preview.update(document.uri), 300);
    }),
    vscode.commands.registerCommand("acs.restart", async () => {
      await stop();
      await start();
    }),
    vscode.commands.registerCommand("acs.showPreview", async () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) {
        return;
      }
      const document = await vscode.workspace.openTextDocument(preview.of(editor.document.uri));
      await vscode.languages.setTextDocumentLanguage(document, "rust");
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
