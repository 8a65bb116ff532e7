// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <optional>

#include "cli/cert_commands.h"
#include "cli/cert_text.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/certificate.h"
#include "pki/pem_file.h"
#include "pki/request.h"
#include "pki/revocation.h"

namespace mcu::cli {

namespace {

using std::filesystem::path;

/// A certificate and what the files beside it say about it.
struct Shown {
    path file;
    path keyFile;
    pki::CertificateFacts facts;
    std::optional<bool> keyFits;  ///< nothing: there is no key, or it cannot be read
    std::optional<Error> keyTrouble;
    std::optional<bool> vouched;  ///< nothing: there is no ca.pem
    std::optional<Error> whyNotVouched;
    std::optional<bool> revoked;  ///< nothing: there is no crl.pem
    std::vector<Error> listTrouble;
    bool keyOpen = false;
};

bool there(const path& file) {
    std::error_code unknown;
    return std::filesystem::exists(file, unknown);
}

void lookAtKey(Shown& shown, const std::string& pem) {
    shown.keyFile = path(shown.file).replace_extension(".key");
    if (!there(shown.keyFile)) {
        return;
    }
    shown.keyOpen = pki::openToOthers(shown.keyFile);
    if (const auto fits = pki::keyFileFits(pem, shown.keyFile)) {
        shown.keyFits = *fits;
    } else {
        shown.keyTrouble = fits.error();
    }
}

void lookAtAuthority(Shown& shown, const std::string& pem, WallTime now) {
    const path authority = shown.file.parent_path() / "ca.pem";
    const path list = shown.file.parent_path() / "crl.pem";
    if (!there(authority)) {
        return;
    }
    const auto caPem = pki::readPem(authority);
    if (!caPem) {
        shown.whyNotVouched = caPem.error();
        return;
    }
    const auto vouched = pki::chainsTo(pem, *caPem, now);
    shown.vouched = vouched.has_value();
    if (!vouched) {
        shown.whyNotVouched = vouched.error();
    }
    if (!there(list)) {
        return;
    }
    const auto revocations = pki::RevocationList::load({list}, *caPem);
    if (!revocations) {
        shown.listTrouble = {revocations.error()};
        return;
    }
    shown.revoked = revocations->revokes(shown.facts.serialHex);
    shown.listTrouble = revocations->problems(now);
}

bool usable(const Shown& shown, WallTime now) {
    return now >= shown.facts.notBefore && !pki::expired(shown.facts, now) &&
           !shown.revoked.value_or(false) && shown.keyFits.value_or(true) && !shown.keyOpen &&
           shown.vouched.value_or(true) && (shown.facts.isCa || !shown.facts.mcuId.empty());
}

std::string jsonOf(const Shown& shown, WallTime now) {
    auto fact = [](const std::optional<bool>& value) {
        return !value ? "null" : *value ? "true" : "false";
    };
    JsonFields json;
    json.text("file", shown.file.string());
    addFacts(json, shown.facts, now);
    return json.raw("revoked", fact(shown.revoked))
        .raw("key_fits", fact(shown.keyFits))
        .raw("vouched", fact(shown.vouched))
        .flag("usable", usable(shown, now))
        .object();
}

std::string textOf(const Shown& shown, WallTime now, const Globals& globals) {
    auto said = [&](const Error& error) {
        return printable(serverText(error.message, globals.language));
    };
    auto good = [&](const char* text) { return shaded(globals, Shade::good, tr(text)); };
    auto bad = [&](const std::string& text) { return shaded(globals, Shade::bad, text); };
    Rows rows;
    rows.add(tr("file"), shown.file.string());
    addFacts(rows, shown.facts, now, globals);
    if (!shown.facts.isCa) {
        rows.add(tr("authority"),
                 "",
                 shown.whyNotVouched ? bad(said(*shown.whyNotVouched))
                 : shown.vouched     ? good("vouches for it")
                                     : tr("unknown: no ca.pem beside it"));
        rows.add(tr("revoked"),
                 "",
                 !shown.revoked   ? tr("unknown: no crl.pem beside it")
                 : *shown.revoked ? bad(tr("REVOKED"))
                                  : good("no"));
    }
    for (const auto& trouble : shown.listTrouble) {
        rows.add("", "", shaded(globals, Shade::warning, said(trouble)));
    }
    const bool keyThere = shown.keyFits || shown.keyTrouble;
    // Where the authority's certificate is only to be believed in, its key must not be.
    if (keyThere || !shown.facts.isCa) {
        rows.add(tr("key"),
                 keyThere ? shown.keyFile.string() : std::string(),
                 shown.keyTrouble ? bad(said(*shown.keyTrouble))
                 : !shown.keyFits ? tr("not here")
                 : *shown.keyFits ? good("fits")
                                  : bad(tr("DOES NOT FIT")));
    }
    if (shown.keyOpen) {
        rows.add("", "", bad(tr("others than the owner may read the key: chmod 600")));
    }
    return rows.text(globals);
}

/// A request that waits for its certificate.
Exit showRequest(Session& session, const path& file, const std::string& pem) {
    const auto request = pki::readRequest(pem);
    if (!request) {
        return refuse(session, request.error());
    }
    if (session.globals().json) {
        session.out() << "["
                      << JsonFields()
                             .text("file", file.string())
                             .text("request_of", request->mcuId)
                             .text("key_fingerprint", request->keyFingerprint)
                             .object()
                      << "]\n";
        return Exit::done;
    }
    const std::string& print = request->keyFingerprint;
    Rows rows;
    rows.add(tr("request"), file.string());
    rows.add(tr("MCU id"), request->mcuId);
    rows.add(tr("key print"), print.substr(0, print.size() / 2 + 1));
    rows.add("", print.substr(print.size() / 2 + 1));
    session.out() << rows.text(session.globals());
    return Exit::done;
}

/// What of a folder is worth showing.
std::vector<path> filesOf(const path& given) {
    if (std::error_code unknown; !std::filesystem::is_directory(given, unknown)) {
        return {given};
    }
    const pki::McuFiles files(given);
    std::vector<path> found;
    for (const auto& file : {files.certificate, files.authority}) {
        if (there(file)) {
            found.push_back(file);
        }
    }
    if (!there(files.certificate) && there(files.request)) {
        found.insert(found.begin(), files.request);
    }
    return found;
}

}  // namespace

Exit showCertificates(Session& session, const CertOptions& options) {
    const WallTime now = RealClock().wallNow();
    const auto files = filesOf(options.file);
    if (files.empty()) {
        return refuse(session,
                      {ErrorCode::notFound,
                       "there are no certificates in " + options.file,
                       "make a request first: mcuctl cert request",
                       "cert.none"});
    }
    Exit end = Exit::done;
    std::string json;
    std::string text;
    for (const auto& file : files) {
        const auto pem = pki::readPem(file);
        if (!pem) {
            return refuse(session, pem.error());
        }
        if (pem->find("CERTIFICATE REQUEST-----") != std::string::npos) {
            return showRequest(session, file, *pem);
        }
        auto facts = pki::readCertificate(*pem);
        if (!facts) {
            return refuse(session, facts.error().in(file.string()));
        }
        Shown shown;
        shown.file = file;
        shown.facts = std::move(*facts);
        lookAtKey(shown, *pem);
        lookAtAuthority(shown, *pem, now);
        end = usable(shown, now) ? end : Exit::refused;
        json += (json.empty() ? "" : ",") + jsonOf(shown, now);
        text += (text.empty() ? "" : "\n") + textOf(shown, now, session.globals());
    }
    session.out() << (session.globals().json ? "[" + json + "]\n" : text);
    return end;
}

}  // namespace mcu::cli
