// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/clock.h"
#include "cli/command_tree.h"
#include "cli/session_calls.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/signature.h"

namespace mcu::cli {

namespace {

struct WriteOptions {
    std::string folder = ".";
    std::string formats = "md,csv,json,html";
    bool byteOrderMark = false;
    std::string certificate;
    std::string key;
};

struct VerifyOptions {
    std::string file;
    std::string signature;
    std::string authority;
};

bool store(Session& session, const std::filesystem::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        session.complain(tr("cannot write {file}", {{"file", file.string()}}),
                         tr("check the path and its permissions"));
    }
    return static_cast<bool>(out);
}

/// Hash and, with a certificate, signature beside a file: FILE.sha256, FILE.sig.
Exit seal(Session& session,
          const std::filesystem::path& file,
          const std::string& text,
          const WriteOptions& options) {
    const std::string hash = pki::sha256Hex(text);
    if (!store(session, file.string() + ".sha256", hash + "  " + file.filename().string() + "\n")) {
        return Exit::refused;
    }
    if (options.certificate.empty()) {
        return Exit::done;
    }
    Exit failed = Exit::usage;
    const auto certificate = contentOf(session, options.certificate, failed);
    const auto key = certificate ? contentOf(session, options.key, failed) : std::nullopt;
    if (!key) {
        return failed;
    }
    const auto signature = pki::signDetached(text, *certificate, *key);
    if (!signature) {
        complainOfFile(session, signature.error().message, signature.error().advice);
        return Exit::refused;
    }
    return store(session, file.string() + ".sig", *signature) ? Exit::done : Exit::refused;
}

Exit writeOne(Session& session, const std::string& format, const WriteOptions& options) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    v1::DocumentRequest request;
    request.mutable_actor()->set_name(session.globals().actor);
    request.set_document("report");
    request.set_session(session.globals().sessionId);
    request.set_language(session.globals().language);
    request.set_format(format);
    request.set_byte_order_mark(options.byteOrderMark && format == "csv");
    Exit failed = Exit::refused;
    const auto reply = session.take(client->read(request), failed);
    if (!reply) {
        return failed;
    }
    if (!reply->ok()) {
        complainOfFile(session, reply->message(), reply->advice());
        return Exit::refused;
    }
    const std::string id =
        session.globals().sessionId.empty() ? "" : "-" + session.globals().sessionId;
    const auto file = std::filesystem::path(options.folder) /
                      ("report" + id + "." + session.globals().language + "." + format);
    if (!store(session, file, reply->text())) {
        return Exit::refused;
    }
    session.out() << shaded(session.globals(), Shade::good, "✓ ") << file.string() << "\n";
    return seal(session, file, reply->text(), options);
}

Exit writeReport(Session& session, const WriteOptions& options) {
    std::error_code failed;
    std::filesystem::create_directories(options.folder, failed);
    std::istringstream formats(options.formats);
    for (std::string format; std::getline(formats, format, ',');) {
        if (const Exit end = writeOne(session, format, options); end != Exit::done) {
            return end;
        }
    }
    return Exit::done;
}

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
    auto options = std::make_shared<WriteOptions>();
    auto& app = tree.word(noun,
                          "write",
                          tr("write the report into files, with hash and signature"),
                          [options](Session& session) { return writeReport(session, *options); });
    app.add_option("--dir", options->folder, tr("folder (.)"))->type_name("DIR");
    app.add_option("--format", options->formats, tr("of md, csv, json, html (all)"))
        ->type_name("LIST");
    app.add_flag("--bom",
                 options->byteOrderMark,
                 tr("byte order mark, so that a spreadsheet takes it for UTF-8"));
    auto* certificate = app.add_option("--sign-certificate",
                                       options->certificate,
                                       tr("PEM file: certificate of the organisation that signs"))
                            ->type_name("FILE");
    app.add_option("--sign-key", options->key, tr("PEM file: its key"))
        ->type_name("FILE")
        ->needs(certificate);
    certificate->needs(app.get_option("--sign-key"));
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
