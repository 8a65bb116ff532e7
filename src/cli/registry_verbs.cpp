// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "cli/command_tree.h"
#include "cli/session_calls.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

/// Options of the verbs; each uses what it needs.
struct Options {
    std::string file;
    bool dryRun = false;
    bool merge = false;
    v1::DocumentRequest document;
};

void addImport(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<Options>();
    auto& app = tree.word(
        noun, "import", tr("replace the register by a list"), [options](Session& session) {
            Exit failed = Exit::usage;
            auto csv = contentOf(session, options->file, failed);
            if (!csv) {
                return failed;
            }
            v1::SessionRequest request;
            auto* import = request.mutable_import_registry();
            import->set_csv(std::move(*csv));
            import->set_name(options->file);
            import->set_dry_run(options->dryRun);
            import->set_merge(options->merge);
            return act(session, std::move(request));
        });
    app.add_option(
           "FILE", options->file, tr("CSV as a spreadsheet saves it: UTF-8, comma or semicolon"))
        ->required()
        ->type_name("");
    app.add_flag("--dry-run", options->dryRun, tr("only say what is wrong and what would change"));
    app.add_flag(
        "--merge", options->merge, tr("add and change; sites that are not in the list stay"));
    examples(app, {"mcuctl registry import config/sonla-registry.csv --dry-run"});
}

void addExport(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<Options>();
    auto& document = options->document;
    document.set_document("registry");
    document.set_format("registry-csv");
    auto& app = tree.word(
        noun, "export", tr("the register as a list to import again"), [options](Session& session) {
            return printDocument(session, options->document, options->file);
        });
    app.add_option("-o,--out", options->file, tr("file; else it is printed"))->type_name("FILE");
    app.add_flag_callback(
        "--bom",
        [&document] { document.set_byte_order_mark(true); },
        tr("byte order mark, so that a spreadsheet takes it for UTF-8"));
    app.add_flag_callback(
        "--semicolon",
        [&document] { document.set_separator(";"); },
        tr("semicolons between fields, as Vietnamese spreadsheets expect"));
}

void filterOption(const DocumentVerb& verb,
                  const char* name,
                  const std::string& help,
                  const char* type) {
    verb.app
        .add_option_function<std::string>(
            std::string("--") + name,
            [request = verb.request, name](const std::string& value) {
                (*request->mutable_filter())[name] = value;
            },
            help)
        ->type_name(type);
}

void addList(CommandTree& tree, CLI::App& noun) {
    const auto list = documentVerb(tree, noun, "list", tr("sites of the register"), "registry");
    filterOption(list, "level", tr("only this level, for example commune"), "LEVEL");
    filterOption(list, "owner", tr("only of this organisation"), "ORG");
    filterOption(list, "mcu", tr("only of this MCU"), "MCU");
    filterOption(list, "group", tr("only of this group"), "GROUP");
    filterOption(list, "parent", tr("only those below this site"), "ID");
}

void addShow(CommandTree& tree, CLI::App& noun) {
    const auto show = documentVerb(tree, noun, "show", tr("everything of one site"), "site");
    siteArgument(show.app, [request = show.request](const std::string& word) {
        (*request->mutable_filter())["site"] = word;
    });
}

}  // namespace

void addRegistryVerbs(CommandTree& tree) {
    auto& noun = tree.noun("registry", tr("the register of all sites of the province"));
    addImport(tree, noun);
    addExport(tree, noun);
    addList(tree, noun);
    addShow(tree, noun);
}

}  // namespace mcu::cli
