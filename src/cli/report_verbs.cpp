// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <memory>

#include "base/clock.h"
#include "cli/command_tree.h"
#include "cli/document_files.h"
#include "cli/session_calls.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/signature.h"

namespace mcu::cli {

namespace {

struct VerifyOptions {
    std::string file;
    std::string signature;
    std::string authority;
};

/// The hash beside a file, when there is one.
bool hashFits(Session& session, const std::string& file, const std::string& text) {
    std::ifstream in(file + ".sha256");
    std::string hash;
    if (!(in >> hash)) {
        return true;
    }
    const bool fits = hash == pki::sha256Hex(text);
    if (!fits) {
        session.complain(
            tr("{file} is not what was written: its SHA-256 differs", {{"file", file}}),
            tr("ask for the document again"));
    }
    return fits;
}

Exit verifyReport(Session& session, const VerifyOptions& options) {
    Exit failed = Exit::usage;
    const auto text = contentOf(session, options.file, failed);
    const auto signature =
        text ? contentOf(session,
                         options.signature.empty() ? options.file + ".sig" : options.signature,
                         failed)
             : std::nullopt;
    const auto authority = signature ? contentOf(session, options.authority, failed) : std::nullopt;
    if (!authority) {
        return failed;
    }
    if (!hashFits(session, options.file, *text)) {
        return Exit::refused;
    }
    const auto signer = pki::verifyDetached(*text, *signature, *authority, RealClock().wallNow());
    if (!signer) {
        complainOfFile(session, signer.error().message, signer.error().advice);
        return Exit::refused;
    }
    session.out() << shaded(session.globals(), Shade::good, "✓ ")
                  << tr("signed by {subject}, unchanged since",
                        {{"subject", printable(signer->subject)}})
                  << "\n  sha256 " << pki::sha256Hex(*text) << "\n";
    return Exit::done;
}

void addWrite(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<FileOptions>();
    auto& app = tree.word(
        noun,
        "write",
        tr("write the report into files, with hash and signature"),
        [options](Session& session) { return writeDocument(session, "report", *options); });
    fileOptions(app, *options);
}

void addVerify(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<VerifyOptions>();
    options->authority = "/etc/hnth-mcu/pki/ca.pem";
    auto& app = tree.word(noun,
                          "verify",
                          tr("whether a document is unchanged, and who signed it; needs no server"),
                          [options](Session& session) { return verifyReport(session, *options); });
    app.add_option("FILE", options->file, tr("the document"))->required()->type_name("");
    app.add_option("--signature", options->signature, tr("its signature (FILE.sig)"))
        ->type_name("FILE");
    app.add_option(
           "--authority",
           options->authority,
           tr("PEM file: who vouches for the signer ({file})", {{"file", options->authority}}))
        ->type_name("FILE");
}

}  // namespace

void addReportVerbs(CommandTree& tree) {
    auto& noun = tree.noun("report", tr("the report and assessment of a session"));
    documentVerb(tree, noun, "show", tr("print it"), "report");
    addWrite(tree, noun);
    addVerify(tree, noun);
}

}  // namespace mcu::cli
