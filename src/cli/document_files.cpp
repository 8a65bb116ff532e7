// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/document_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/session_calls.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/signature.h"

namespace mcu::cli {

namespace {

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
          const FileOptions& options) {
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

Exit writeOne(Session& session,
              const std::string& document,
              const std::string& format,
              const FileOptions& options) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    v1::DocumentRequest request;
    request.mutable_actor()->set_name(session.globals().actor);
    request.set_document(document);
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
                      (document + id + "." + session.globals().language + "." + format);
    if (!store(session, file, reply->text())) {
        return Exit::refused;
    }
    session.out() << shaded(session.globals(), Shade::good, "✓ ") << file.string() << "\n";
    return seal(session, file, reply->text(), options);
}

}  // namespace

void fileOptions(CLI::App& app, FileOptions& options) {
    app.add_option("--dir", options.folder, tr("folder (.)"))->type_name("DIR");
    app.add_option("--format", options.formats, tr("of md, csv, json, html (all)"))
        ->type_name("LIST");
    app.add_flag("--bom",
                 options.byteOrderMark,
                 tr("byte order mark, so that a spreadsheet takes it for UTF-8"));
    auto* certificate = app.add_option("--sign-certificate",
                                       options.certificate,
                                       tr("PEM file: certificate of the organisation that signs"))
                            ->type_name("FILE");
    app.add_option("--sign-key", options.key, tr("PEM file: its key"))
        ->type_name("FILE")
        ->needs(certificate);
    certificate->needs(app.get_option("--sign-key"));
}

Exit writeDocument(Session& session, const std::string& document, const FileOptions& options) {
    std::error_code failed;
    std::filesystem::create_directories(options.folder, failed);
    std::istringstream formats(options.formats);
    for (std::string format; std::getline(formats, format, ',');) {
        if (const Exit end = writeOne(session, document, format, options); end != Exit::done) {
            return end;
        }
    }
    return Exit::done;
}

}  // namespace mcu::cli
