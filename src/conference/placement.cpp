// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/placement.h"

#include "base/fold.h"

namespace mcu::conference {

namespace {

Placement refused(call::CauseCode code, const std::string& text) {
    Placement result;
    result.refusal = call::HangupCause{code, 0, text, false};
    return result;
}

/// "sip:x.03985@10.0.0.5;tag" -> "x.03985".
std::string userOf(const std::string& uri) {
    const auto scheme = uri.find(':');
    const auto begin = scheme == std::string::npos ? 0 : scheme + 1;
    const auto at = uri.find('@', begin);
    return at == std::string::npos ? std::string() : uri.substr(begin, at - begin);
}

/// The conference the address names: its id, in any case.
Conference* named(Domain& domain, const std::string& toUser) {
    if (auto* exact = domain.find(ConferenceId{toUser})) {
        return exact;
    }
    const auto key = exactKey(toUser);
    Conference* found = nullptr;
    for (const auto& [id, conference] : domain.conferences) {
        if (exactKey(id.value) == key) {
            if (found != nullptr) {
                return nullptr;
            }
            found = conference.get();
        }
    }
    return found;
}

/// The listed site that calls: proven by digest, or by its address when no password is asked of it.
const SiteRecord* caller(const call::IncomingCall& call,
                         const Domain& domain,
                         bool& wrongPassword) {
    if (!call.authenticatedUser.empty()) {
        return domain.directory.findByUser(call.authenticatedUser);
    }
    const auto* record = domain.directory.findByUser(userOf(call.fromUri));
    for (std::size_t i = 0; record == nullptr && i < call.fromAliases.size(); ++i) {
        record = domain.directory.findByUser(call.fromAliases[i]);
    }
    if (record != nullptr && !record->password.reveal().empty()) {
        wrongPassword = true;
        return nullptr;
    }
    return record;
}

SiteRecord guestRecord(const call::IncomingCall& call, const ConferenceId& conference) {
    SiteRecord record;
    const auto end = call.fromUri.find_first_of(";?>");
    const auto scheme = call.fromUri.find(':');
    const auto begin = scheme == std::string::npos ? 0 : scheme + 1;
    record.id =
        SiteId{"guest." + call.fromUri.substr(begin, end == std::string::npos ? end : end - begin)};
    record.name = call.fromName.empty() ? record.id.value : call.fromName;
    record.user = record.id.value;
    record.level = "guest";
    record.home = conference;
    return record;
}

}  // namespace

Placement place(const call::IncomingCall& call, Domain& domain) {
    bool wrongPassword = false;
    const auto* record = caller(call, domain, wrongPassword);
    if (wrongPassword) {
        return refused(call::CauseCode::forbidden, "this site must prove its password");
    }
    auto* conference = named(domain, call.toUser);
    if (conference == nullptr && record != nullptr && record->home) {
        conference = domain.find(record->home);
    }
    if (conference == nullptr) {
        return refused(record == nullptr ? call::CauseCode::forbidden : call::CauseCode::notFound,
                       "no conference for this call");
    }
    Placement result;
    result.conference = conference->id();
    if (record == nullptr) {
        if (!conference->spec.open) {
            return refused(call::CauseCode::forbidden, "not on the site list");
        }
        if (domain.confidential(conference->id())) {
            return refused(call::CauseCode::forbidden,
                           "the conference is confidential: only sites of the list are let in");
        }
        result.guest = true;
        result.record = guestRecord(call, conference->id());
        result.site = result.record.id;
    } else {
        result.site = record->id;
    }
    const auto* site = conference->find(result.site);
    const bool cascadeLine = call.line == call::kCascadeLine;
    if (cascadeLine != (site != nullptr && site->towardSlave())) {
        return refused(call::CauseCode::forbidden,
                       cascadeLine ? "only a link of the cascade calls here"
                                   : "a link of the cascade calls its own port");
    }
    if (site != nullptr && site->far) {
        return refused(call::CauseCode::forbidden,
                       "a room of " + site->far->link.value + " calls its own MCU");
    }
    if (site == nullptr && conference->locked) {
        return refused(call::CauseCode::forbidden, "the conference is locked");
    }
    if (site != nullptr && site->isRoom() && site->up() && site->state == SiteState::connected) {
        return refused(call::CauseCode::busy, "the site is connected already");
    }
    return result;
}

}  // namespace mcu::conference
