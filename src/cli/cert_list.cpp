// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>

#include "cli/cert_commands.h"
#include "cli/cert_text.h"
#include "cli/text.h"
#include "cli/width.h"
#include "pki/authority.h"
#include "pki/certificate.h"
#include "pki/pem_file.h"
#include "pki/revocation.h"

namespace mcu::cli {

namespace {

/// What an authority has, for a list.
struct Book {
    pki::CertificateFacts authority;
    std::vector<pki::Issued> issued;
    pki::RevocationList revocations;
};

Result<Book> bookOf(const std::filesystem::path& folder) {
    auto issued = pki::Authority::list(folder);
    if (!issued) {
        return issued.error();
    }
    const auto pem = pki::readPem(folder / "ca.pem");
    if (!pem) {
        return pem.error();
    }
    auto facts = pki::readCertificate(*pem);
    if (!facts) {
        return facts.error();
    }
    auto revocations = pki::RevocationList::load({folder / "crl.pem"}, *pem);
    if (!revocations) {
        return revocations.error();
    }
    return Book{std::move(*facts), std::move(*issued), std::move(*revocations)};
}

long daysLeftOf(const pki::Issued& issued, WallTime now) {
    pki::CertificateFacts facts;
    facts.notAfter = issued.notAfter;
    return pki::daysLeft(facts, now);
}

const char* stateWord(const pki::Issued& issued, WallTime now) {
    if (issued.state == pki::Issued::State::revoked) {
        return later("revoked");
    }
    if (issued.notAfter < now) {
        return later("expired");
    }
    return issued.state == pki::Issued::State::superseded ? later("superseded") : later("current");
}

Shade shadeOf(const pki::Issued& issued, WallTime now) {
    const long left = daysLeftOf(issued, now);
    if (issued.state == pki::Issued::State::current) {
        return left < kDaysUrgent ? Shade::bad : left < kDaysWarning ? Shade::warning : Shade::good;
    }
    return Shade::faint;
}

std::string jsonOf(const Book& book, WallTime now) {
    JsonFields authority;
    addFacts(authority, book.authority, now);
    if (const auto next = book.revocations.nextUpdate()) {
        authority.time("list_good_until", *next);
    }
    std::string list;
    for (const auto& each : book.issued) {
        JsonFields json;
        json.text("id", each.mcuId)
            .text("serial", each.serialHex)
            .time("valid_from", each.notBefore)
            .time("valid_until", each.notAfter)
            .number("days_left", daysLeftOf(each, now))
            .text("state", stateWord(each, now));
        if (each.state == pki::Issued::State::revoked) {
            json.time("revoked_at", each.revokedAt);
        }
        list += (list.empty() ? "" : ",") + json.object();
    }
    return JsonFields()
        .raw("authority", authority.object())
        .raw("issued", "[" + list + "]")
        .object();
}

std::string textOf(const Book& book, WallTime now, const Globals& globals) {
    Rows head;
    head.add(tr("authority"), book.authority.subject);
    head.add(tr("valid until"),
             dayText(book.authority.notAfter),
             daysLeftText(pki::daysLeft(book.authority, now), globals));
    if (const auto next = book.revocations.nextUpdate()) {
        head.add(tr("list good until"),
                 dayText(*next),
                 *next < now ? shaded(globals, Shade::bad, tr("out of date: mcuctl cert crl"))
                             : std::string());
    }
    std::string text = head.text(globals);
    std::size_t ids = 0;
    for (const auto& each : book.issued) {
        ids = std::max(ids, each.mcuId.size());
    }
    for (const auto& each : book.issued) {
        const std::string state = padded(tr(stateWord(each, now)), 12);
        const std::string days =
            each.state == pki::Issued::State::revoked ? "-" : std::to_string(daysLeftOf(each, now));
        text += padded(each.mcuId, ids) + "  " + shaded(globals, shadeOf(each, now), state) + " " +
                dayText(each.notAfter).substr(0, 10) + " " + padded(days, 9) + " " +
                each.serialHex + "\n";
    }
    return text + (book.issued.empty() ? tr("nothing issued yet") + "\n" : "");
}

}  // namespace

Exit listCertificates(Session& session, const CertOptions& options) {
    const auto book = bookOf(options.folder);
    if (!book) {
        return refuse(session, book.error());
    }
    const WallTime now = RealClock().wallNow();
    session.out() << (session.globals().json ? jsonOf(*book, now) + "\n"
                                             : textOf(*book, now, session.globals()));
    return Exit::done;
}

}  // namespace mcu::cli
