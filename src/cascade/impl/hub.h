// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "cascade/checks.h"
#include "cascade/sessions.h"
#include "cascade/settings.h"
#include "cascade/status.h"
#include "conference/cascade_host.h"
#include "incident/exchange.h"
#include "mcu/cascade.pb.h"
#include "pki/certificate.h"

namespace mcu::cascade {

namespace wire = hnth::cascade::v1;

class IncidentLog;
class Talkback;

/// What lies beyond an end of a link: tiers of links, and the MCUs there.
struct Reach {
    int depth = 0;
    std::vector<McuId> mcus;
    bool operator==(const Reach&) const = default;
};

/// Something for the event stream.
struct Notice {
    ConferenceId conference;
    SiteId site;
    std::string kind;
    std::string severity = "info";
    std::string text;
    std::map<std::string, std::string> fields;
};

/// What the parts of a CascadeService need of each other. Thread: control.
class Hub {
public:
    virtual ~Hub() = default;
    [[nodiscard]] virtual const Settings& settings() const = 0;
    [[nodiscard]] virtual Loop& loop() const = 0;
    [[nodiscard]] virtual conference::CascadeHost& host() const = 0;
    [[nodiscard]] virtual wire::Identity identity() const = 0;
    [[nodiscard]] virtual Talkback& talkback() = 0;
    [[nodiscard]] virtual IncidentLog& incidents() = 0;
    /// Everything in a peer's certificate but its signature.
    [[nodiscard]] virtual Result<pki::CertificateFacts> checkPeer(const std::string& pem,
                                                                  const McuId& expected) const = 0;
    /// Above us, our master first.
    [[nodiscard]] virtual Reach above() const = 0;
    /// Below us, without a link.
    [[nodiscard]] virtual Reach below(const McuId& without) const = 0;
    /// A link's above or below is another one.
    virtual void reachChanged() = 0;
    virtual void credentialsChanged() = 0;
    /// The master's calls of sites below us.
    [[nodiscard]] virtual std::vector<conference::RequestState> requestsFromAbove() const = 0;
    /// The incidents of this server; null: it keeps none.
    [[nodiscard]] virtual incident::Exchange* exchange() const = 0;
    /// The checks of this server; null: it keeps none.
    [[nodiscard]] virtual CheckKeeper* checkKeeper() const = 0;
    /// The sessions of this server; null: it keeps none.
    [[nodiscard]] virtual SessionKeeper* sessionKeeper() const = 0;
    /// The peer of the link that leads to an MCU; empty: none does.
    [[nodiscard]] virtual McuId routeTo(const McuId& mcu) const = 0;
    virtual void count(const std::string& what) = 0;
    virtual void tell(const Notice& notice) = 0;
};

/// Refuses a peer whose MCUs would make a loop, or more tiers than configured.
[[nodiscard]] Status checkReach(const Hub& hub,
                                const McuId& peer,
                                const Reach& above,
                                const Reach& below);

/// What the peer's protocol lacks or has more, in words; empty: the same.
[[nodiscard]] std::string differencesOf(const wire::Identity& ours, const wire::Identity& theirs);
/// Whether who speaks names a feature.
[[nodiscard]] bool hasFeature(const wire::Identity& identity, const char* feature);
/// Refuses another major number.
[[nodiscard]] Status checkVersion(const wire::Identity& ours, const wire::Identity& theirs);

/// The trunk's site: "link.mcu.vnpt.0".
[[nodiscard]] SiteId trunkSite(const McuId& peer, int number);

/// Why a link with these trunks is degraded; empty: it is not. `missing`: none there at all.
[[nodiscard]] std::string troubleOf(const std::vector<conference::TrunkStatus>& trunks,
                                    int expected);

}  // namespace mcu::cascade
