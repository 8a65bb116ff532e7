// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/service_impl.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/log.h"
#include "cascade/impl/incident_traffic.h"
#include "cascade/impl/session_wire.h"
#include "cascade/impl/wire_codec.h"
#include "pki/peer_check.h"

namespace mcu::cascade {

namespace {

constexpr std::uint32_t kProtocolMajor = 1;
constexpr std::uint32_t kProtocolMinor = 1;
/// Added to as the protocol grows; named to a peer that has others.
constexpr std::array kFeatures = {"roster",
                                  "orders",
                                  "precue",
                                  "programme",
                                  "requests",
                                  "talkback",
                                  "events",
                                  kIncidents,
                                  kChecks,
                                  kSessions};
constexpr auto kTick = std::chrono::milliseconds(100);
constexpr auto kTellAgain = std::chrono::seconds(30);
constexpr std::size_t kMostArrivals = 32;

}  // namespace

CascadeService::Impl::Impl(Settings settings,
                           Loop& loop,
                           conference::CascadeHost& host,
                           CredentialSink credentials)
    : settings_(std::move(settings)),
      loop_(loop),
      host_(host),
      credentials_(std::move(credentials)),
      instance_(randomWord()),
      talkback_(settings_.self,
                instance_,
                {[this](const McuId& mcu) { return routeTo(mcu); },
                 [this] { return links(); },
                 [this](const Notice& notice) { tell(notice); },
                 [this](const McuId& link) { wake(link); }}) {}

CascadeService::Impl::~Impl() {
    if (timer_ != 0) {
        loop_.cancel(timer_);
    }
}

Status CascadeService::Impl::begin() {
    const bool alone = settings_.slaves.empty() && !settings_.master;
    if (!alone) {
        const auto authority = pemFile(settings_.authority, "authority");
        if (!authority) {
            return authority.error();
        }
        std::vector<std::filesystem::path> files;
        if (!settings_.revoked.empty()) {
            files.emplace_back(settings_.revoked);
        }
        auto revocations = pki::RevocationList::load(files, *authority);
        if (!revocations) {
            return revocations.error();
        }
        revocations_ = *revocations;
    }
    for (const auto& slave : settings_.slaves) {
        slaves_.push_back(std::make_unique<UpperLink>(*this, slave));
    }
    if (settings_.master) {
        master_ = std::make_unique<LowerLink>(*this, *settings_.master);
    }
    if (!settings_.slaves.empty()) {
        if (settings_.listen.empty()) {
            return Error(ErrorCode::invalidArgument,
                         "there are slaves and no address they can call",
                         "set the address the cascade listens on",
                         "cascade.no-listen");
        }
        auto acceptor =
            Acceptor::start(settings_,
                            loop_,
                            {[this](std::shared_ptr<SlaveStream> stream, const Peer& peer) {
                                 onArrived(std::move(stream), peer);
                             },
                             [this](const Error& why) {
                                 count("cascade.refused");
                                 tellRefused("a caller", why, {});
                             }});
        if (!acceptor) {
            return acceptor.error();
        }
        acceptor_ = std::move(*acceptor);
    }
    if (!alone) {
        timer_ = loop_.after(kTick, [this] { tick(); });
    }
    return {};
}

void CascadeService::Impl::stop() {
    if (timer_ != 0) {
        loop_.cancel(std::exchange(timer_, 0));
    }
    for (auto& slave : slaves_) {
        slave->stop();
    }
    if (master_) {
        master_->stop();
        master_->waitEnded();
    }
    arrivals_.clear();
    acceptor_.reset();
    slaves_.clear();
    master_.reset();
}

void CascadeService::Impl::tick() {
    timer_ = loop_.after(kTick, [this] { tick(); });
    std::vector<Arrival*> late;
    for (const auto& arrival : arrivals_) {
        if (arrival->late()) {
            late.push_back(arrival.get());
        }
    }
    for (auto* arrival : late) {
        arrival->refuse({}, Error(ErrorCode::timeout, "no Hello came", {}, "cascade.malformed"));
    }
    if (master_) {
        master_->tick();
    }
    for (const auto& slave : slaves_) {
        slave->tick();
    }
}

UpperLink* CascadeService::Impl::slave(const McuId& mcu) const {
    for (const auto& one : slaves_) {
        if (one->settings().mcu == mcu) {
            return one.get();
        }
    }
    return nullptr;
}

wire::Identity CascadeService::Impl::identity() const {
    wire::Identity identity;
    identity.set_mcu(settings_.self.value);
    identity.set_name(fitted(settings_.name, 256));
    identity.set_program(fitted(programName(settings_.version), 128));
    identity.set_protocol_major(kProtocolMajor);
    identity.set_protocol_minor(kProtocolMinor);
    for (const auto* feature : kFeatures) {
        identity.add_features(feature);
    }
    identity.set_instance(instance_);
    identity.set_clock_us(microseconds(loop_.clock().wallNow()));
    return identity;
}

Result<pki::CertificateFacts> CascadeService::Impl::checkPeer(const std::string& pem,
                                                              const McuId& expected) const {
    return pki::checkPeer(pem, expected.value, revocations_, loop_.clock().wallNow());
}

void CascadeService::Impl::onArrived(std::shared_ptr<SlaveStream> stream, const Peer& peer) {
    arrivals_.push_back(std::make_unique<Arrival>(*this, loop_.clock(), std::move(stream), peer));
    auto& arrival = *arrivals_.back();
    // The certificate first: whoever has lost the right to link is not listened to.
    const auto certificate = checkPeer(peer.certificate, {});
    if (!certificate) {
        const auto facts = pki::readCertificate(peer.certificate);
        arrival.refuse(McuId{facts ? facts->mcuId : ""}, certificate.error());
    } else if (slave(McuId{certificate->mcuId}) == nullptr) {
        arrival.refuse(McuId{certificate->mcuId},
                       Error(ErrorCode::notAllowed,
                             certificate->mcuId + " is no slave of " + settings_.self.value,
                             "add it to the slaves in the configuration there",
                             "cascade.unknown"));
    } else if (arrivals_.size() > kMostArrivals) {
        arrival.refuse(
            McuId{certificate->mcuId},
            Error(ErrorCode::unavailable, "too many MCUs call at once", {}, "cascade.busy"));
    }
}

Status CascadeService::Impl::onGreeting(Arrival& arrival, const wire::Hello& hello) {
    const auto certificate = checkPeer(arrival.peer().certificate, {});
    if (!certificate) {
        return certificate.error();
    }
    const auto& said = hello.identity().mcu();
    if (said != certificate->mcuId) {
        return Error(
            ErrorCode::notAllowed,
            "the caller says it is " + said + ", its certificate is of " + certificate->mcuId,
            "give it the certificate of its own id",
            "cascade.wrong-id");
    }
    if (const auto good = checkVersion(identity(), hello.identity()); !good) {
        return good;
    }
    auto* link = slave(McuId{said});
    if (link == nullptr) {
        return Error(ErrorCode::notAllowed,
                     said + " is no slave of " + settings_.self.value,
                     "add it to the slaves in the configuration there",
                     "cascade.unknown");
    }
    return link->admit(arrival.stream(), arrival.peer(), *certificate, hello);
}

void CascadeService::Impl::onArrivalRefused(Arrival& arrival, const McuId& who, const Error& why) {
    count(why.code == ErrorCode::protocol ? "cascade.cut" : "cascade.refused");
    // Only the certificate says who it is; what a Hello claims may be anybody.
    const auto facts = pki::readCertificate(arrival.peer().certificate);
    auto* link = facts ? slave(McuId{facts->mcuId}) : nullptr;
    if (link != nullptr && why.id != "cascade.busy") {
        link->noteRefusal(why);
        return;
    }
    tellRefused(who.value.empty() ? "a caller" : who.value, why, arrival.peer().address);
}

void CascadeService::Impl::tellRefused(const std::string& who,
                                       const Error& why,
                                       const std::string& address) {
    const auto now = loop_.clock().now();
    std::erase_if(refusals_, [now](const auto& one) { return now - one.second > kTellAgain; });
    if (refusals_.size() > 100 || !refusals_.try_emplace(who + why.message, now).second) {
        return;
    }
    tell({{},
          {},
          "cascade.refused",
          "warning",
          who + " was refused: " + why.message,
          {{"code", why.id}, {"mcu", who}, {"address", address}}});
}

void CascadeService::Impl::onArrivalOver(Arrival& arrival) {
    arrivals_.remove_if([&](const auto& one) { return one.get() == &arrival; });
}

Reach CascadeService::Impl::above() const {
    return master_ ? master_->reach() : Reach{};
}

Reach CascadeService::Impl::below(const McuId& without) const {
    Reach out;
    for (const auto& link : slaves_) {
        if (link->settings().mcu != without) {
            out.depth = std::max(out.depth, link->reach().depth);
            out.mcus.insert(out.mcus.end(), link->reach().mcus.begin(), link->reach().mcus.end());
        }
    }
    return out;
}

void CascadeService::Impl::reachChanged() {
    if (std::exchange(changingReach_, true)) {
        return;
    }
    // Later, so that a link that is just coming up is up before it hears of itself.
    (void)loop_.post([this, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) {
            return;
        }
        changingReach_ = false;
        if (master_) {
            master_->onReachBelow();
        }
        for (const auto& slave : slaves_) {
            slave->onReachAbove();
        }
    });
}

void CascadeService::Impl::credentialsChanged() {
    if (!credentials_) {
        return;
    }
    std::map<std::string, Secret<std::string>> all;
    for (const auto& link : slaves_) {
        all.merge(link->credentials());
    }
    credentials_(std::move(all));
}

std::vector<conference::RequestState> CascadeService::Impl::requestsFromAbove() const {
    return master_ ? master_->requests() : std::vector<conference::RequestState>();
}

void CascadeService::Impl::tell(const Notice& notice) {
    logger("cascade").info("{} conf={} site={} {}",
                           notice.kind,
                           notice.conference.value,
                           notice.site.value,
                           notice.text);
    host_.report(
        notice.conference, notice.site, notice.kind, notice.severity, notice.text, notice.fields);
}

McuId CascadeService::Impl::routeTo(const McuId& mcu) const {
    for (const auto& link : slaves_) {
        const auto& mcus = link->reach().mcus;
        if (link->settings().mcu == mcu || std::find(mcus.begin(), mcus.end(), mcu) != mcus.end()) {
            return link->settings().mcu;
        }
    }
    if (master_) {
        const auto& mcus = master_->reach().mcus;
        if (master_->settings().mcu == mcu ||
            std::find(mcus.begin(), mcus.end(), mcu) != mcus.end()) {
            return master_->settings().mcu;
        }
    }
    return {};
}

std::vector<McuId> CascadeService::Impl::links() const {
    std::vector<McuId> out;
    if (master_) {
        out.push_back(master_->settings().mcu);
    }
    for (const auto& link : slaves_) {
        out.push_back(link->settings().mcu);
    }
    return out;
}

void CascadeService::Impl::wake(const McuId& link) {
    if (master_ && master_->settings().mcu == link) {
        master_->talk();
    } else if (auto* upper = slave(link); upper != nullptr) {
        upper->talk();
    }
}

void CascadeService::Impl::onFarSitesWanted(const ConferenceId& conference,
                                            const std::vector<conference::FarWish>& wishes) {
    for (const auto& link : slaves_) {
        link->want(conference, wishes);
    }
}

void CascadeService::Impl::onTrunkState(const ConferenceId& conference, const SiteId& trunk) {
    for (const auto& link : slaves_) {
        link->onTrunkState(conference, trunk);
    }
    if (master_) {
        master_->onTrunkState(conference, trunk);
    }
}

void CascadeService::Impl::noteEvent(const conference::Event& event) {
    if (master_ && event.conference == master_->settings().conference &&
        IncidentLog::travels(event)) {
        incidents_.add(event, settings_.self);
        master_->sendEvents();
    }
}

void CascadeService::Impl::carryIncidents(incident::Exchange& exchange) {
    exchange_ = &exchange;
    exchange.onChange([this, alive = std::weak_ptr(alive_)](const incident::Incident& incident,
                                                            const McuId& from) {
        if (alive.expired()) {
            return;
        }
        if (master_ && from != master_->settings().mcu) {
            master_->incidents().put(incident);
        }
        for (const auto& slave : slaves_) {
            if (from != slave->settings().mcu) {
                slave->incidents().put(incident);
            }
        }
    });
}

void CascadeService::Impl::carryChecks(CheckKeeper& keeper) {
    checkKeeper_ = &keeper;
    keeper.onCheck([this, alive = std::weak_ptr(alive_)](const CheckNews& news) {
        if (!alive.expired() && master_) {
            master_->checks().put(news);
        }
    });
}

void CascadeService::Impl::carrySessions(SessionKeeper& keeper) {
    sessionKeeper_ = &keeper;
    keeper.onSessions([this, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) {
            return;
        }
        if (master_) {
            master_->sessionsChanged();
        }
        for (const auto& slave : slaves_) {
            slave->sessionsChanged();
        }
    });
}

CascadeStatus CascadeService::Impl::status() const {
    CascadeStatus out;
    out.mcu = settings_.self;
    out.role =
        master_ ? (slaves_.empty() ? "slave" : "middle") : (slaves_.empty() ? "alone" : "master");
    out.maxDepth = settings_.maxDepth;
    if (master_) {
        out.policy = master_->book().policy();
        out.held = master_->book().held();
        out.holdReason = master_->book().holdReason();
        out.links.push_back(master_->status());
        out.orders = master_->book().statuses();
        out.programme = master_->programme();
        out.requests = master_->requests();
        out.sessions = master_->sessions();
    }
    for (const auto& link : slaves_) {
        out.links.push_back(link->status());
        const auto orders = link->orders();
        out.orders.insert(out.orders.end(), orders.begin(), orders.end());
    }
    std::stable_sort(out.orders.begin(), out.orders.end(), [](const auto& a, const auto& b) {
        return a.ageSeconds > b.ageSeconds;
    });
    out.messages = talkback_.messages();
    return out;
}

}  // namespace mcu::cascade
