// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cert_commands.h"

#include <filesystem>

#include "base/clock.h"
#include "cli/cert_text.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/authority.h"
#include "pki/certificate.h"
#include "pki/pem_file.h"
#include "pki/request.h"

namespace mcu::cli {

namespace {

using std::filesystem::path;

void addKeyPrint(Rows& rows, const std::string& fingerprint) {
    const std::size_t half = fingerprint.size() / 2 + 1;
    rows.add(tr("key print"), fingerprint.substr(0, half)).add("", fingerprint.substr(half));
}

/// What an MCU is sent, and the words that go with it.
Exit handOut(Session& session,
             const pki::Authority& authority,
             const std::string& pem,
             const CertOptions& options,
             const std::string& keyPrint) {
    const auto facts = pki::readCertificate(pem);
    if (!facts) {
        return refuse(session, facts.error());
    }
    const path folder = options.output.empty() ? path(facts->mcuId) : path(options.output);
    if (const auto written = authority.handOut(pem, folder); !written) {
        return refuse(session, written.error());
    }
    const WallTime now = RealClock().wallNow();
    const Globals& globals = session.globals();
    if (globals.json) {
        JsonFields json;
        json.flag("ok", true);
        addFacts(json, *facts, now);
        json.text("folder", folder.string());
        if (!keyPrint.empty()) {
            json.text("key_fingerprint", keyPrint);
        }
        session.out() << json.object() << "\n";
        return Exit::done;
    }
    Rows rows;
    addFacts(rows, *facts, now, globals);
    if (!keyPrint.empty()) {
        addKeyPrint(rows, keyPrint);
    }
    rows.add(tr("folder"), folder.string(), "mcu.pem ca.pem crl.pem");
    session.out() << doneText(globals, tr("certificate signed")) << rows.text(globals);
    if (!keyPrint.empty()) {
        session.out() << nextText(
            globals, tr("compare the key print with {id} by telephone", {{"id", facts->mcuId}}));
    }
    session.out() << nextText(globals,
                              tr("then send the three files of {folder} to {id}",
                                 {{"folder", folder.string()}, {"id", facts->mcuId}}));
    return Exit::done;
}

pki::Lifetimes lifetimesOf(const CertOptions& options) {
    pki::Lifetimes lifetimes;
    if (options.days > 0) {
        lifetimes.mcu = std::chrono::days(options.days);
    }
    return lifetimes;
}

}  // namespace

Exit createAuthority(Session& session, const CertOptions& options) {
    pki::Lifetimes lifetimes;
    if (options.days > 0) {
        lifetimes.authority = std::chrono::days(options.days);
    }
    const WallTime now = RealClock().wallNow();
    const auto authority = pki::Authority::create(options.folder, options.name, now, lifetimes);
    if (!authority) {
        return refuse(session, authority.error());
    }
    const auto facts = pki::readCertificate(authority->certificatePem());
    if (!facts) {
        return refuse(session, facts.error());
    }
    const Globals& globals = session.globals();
    if (globals.json) {
        JsonFields json;
        json.flag("ok", true);
        addFacts(json, *facts, now);
        session.out() << json.text("folder", options.folder).object() << "\n";
        return Exit::done;
    }
    Rows rows;
    addFacts(rows, *facts, now, globals);
    rows.add(tr("folder"), options.folder);
    session.out() << doneText(globals, tr("authority created")) << rows.text(globals)
                  << nextText(globals,
                              tr("keep {folder} on a machine of its own, and a copy of it locked "
                                 "away: who has ca.key can make MCUs",
                                 {{"folder", options.folder}}));
    return Exit::done;
}

Exit makeRequest(Session& session, const CertOptions& options) {
    const pki::McuFiles files{path(options.folder)};
    std::error_code unknown;
    const bool keyKnown = std::filesystem::exists(files.key, unknown);
    const auto request = pki::makeRequest(options.folder, options.id);
    if (!request) {
        return refuse(session, request.error());
    }
    const Globals& globals = session.globals();
    if (globals.json) {
        session.out() << JsonFields()
                             .flag("ok", true)
                             .text("id", request->mcuId)
                             .text("key", files.key.string())
                             .text("request", files.request.string())
                             .text("key_fingerprint", request->keyFingerprint)
                             .flag("new_key", !keyKnown)
                             .object()
                      << "\n";
        return Exit::done;
    }
    Rows rows;
    rows.add(tr("MCU id"), request->mcuId);
    rows.add(tr("key"),
             files.key.string(),
             keyKnown ? tr("the one that was there") : tr("new; it never leaves this machine"));
    rows.add(tr("request"), files.request.string());
    addKeyPrint(rows, request->keyFingerprint);
    session.out() << doneText(globals, tr("request made")) << rows.text(globals)
                  << nextText(globals,
                              tr("send {file} to the authority, and read it the key print by "
                                 "telephone",
                                 {{"file", files.request.string()}}))
                  << nextText(globals,
                              tr("put mcu.pem, ca.pem and crl.pem that come back into {folder}",
                                 {{"folder", options.folder}}));
    return Exit::done;
}

Exit signRequest(Session& session, const CertOptions& options) {
    const auto text = pki::readPem(options.file);
    if (!text) {
        return refuse(session, text.error());
    }
    const auto request = pki::readRequest(*text);
    if (!request) {
        return refuse(session, request.error());
    }
    auto authority = pki::Authority::open(options.folder, lifetimesOf(options));
    if (!authority) {
        return refuse(session, authority.error());
    }
    const auto pem = authority->sign(*text, options.renewal, RealClock().wallNow());
    if (!pem) {
        return refuse(session, pem.error());
    }
    return handOut(session, *authority, *pem, options, request->keyFingerprint);
}

Exit renewCertificate(Session& session, const CertOptions& options) {
    auto authority = pki::Authority::open(options.folder, lifetimesOf(options));
    if (!authority) {
        return refuse(session, authority.error());
    }
    const auto pem = authority->renew(options.id, RealClock().wallNow());
    return pem ? handOut(session, *authority, *pem, options, {}) : refuse(session, pem.error());
}

Exit revokeCertificate(Session& session, const CertOptions& options) {
    auto authority = pki::Authority::open(options.folder);
    if (!authority) {
        return refuse(session, authority.error());
    }
    const auto taken = authority->revoke(options.id, RealClock().wallNow());
    if (!taken) {
        return refuse(session, taken.error());
    }
    const std::string list = (path(options.folder) / "crl.pem").string();
    const Globals& globals = session.globals();
    if (globals.json) {
        std::string revoked;
        for (const auto& each : *taken) {
            revoked += (revoked.empty() ? "" : ",") +
                       JsonFields().text("id", each.mcuId).text("serial", each.serialHex).object();
        }
        session.out() << JsonFields()
                             .flag("ok", true)
                             .raw("revoked", "[" + revoked + "]")
                             .text("list", list)
                             .object()
                      << "\n";
        return Exit::done;
    }
    session.out() << doneText(globals, taken->empty() ? tr("was revoked already") : tr("revoked"));
    for (const auto& each : *taken) {
        session.out() << "  " << printable(each.mcuId) << "  " << each.serialHex << "\n";
    }
    session.out() << nextText(
        globals, tr("send {file} to every MCU: only what has the list knows it", {{"file", list}}));
    return Exit::done;
}

Exit refreshRevocations(Session& session, const CertOptions& options) {
    auto authority = pki::Authority::open(options.folder);
    if (!authority) {
        return refuse(session, authority.error());
    }
    if (const auto done = authority->refreshRevocationList(RealClock().wallNow()); !done) {
        return refuse(session, done.error());
    }
    const std::string list = (path(options.folder) / "crl.pem").string();
    const Globals& globals = session.globals();
    if (globals.json) {
        session.out() << JsonFields().flag("ok", true).text("list", list).object() << "\n";
        return Exit::done;
    }
    session.out() << doneText(globals, tr("list of revoked certificates written"))
                  << nextText(globals, tr("send {file} to every MCU", {{"file", list}}));
    return Exit::done;
}

}  // namespace mcu::cli
