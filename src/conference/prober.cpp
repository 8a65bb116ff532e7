// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/prober.h"

#include <algorithm>
#include <utility>

namespace mcu::conference {

namespace {

/// A room sets its channels up after it has answered, and answers OPTIONS after that.
constexpr auto kShortestCall = std::chrono::milliseconds(1500);
constexpr auto kLongestCall = std::chrono::seconds(6);

bool isAddress(const std::string& word) {
    return word.find_first_of(":@") != std::string::npos;
}

double seconds(Duration value) {
    return std::chrono::duration<double>(value).count();
}

std::string causeText(const call::HangupCause& cause) {
    return std::string(call::nameOf(cause.code)) + (cause.text.empty() ? "" : ": " + cause.text);
}

/// The room in a conference: the site, or one that was added by the same address.
const Site* siteAt(Conference& conference, const ProbeReport& about) {
    if (about.site) {
        return conference.find(about.site);
    }
    const auto found =
        std::find_if(conference.sites.begin(), conference.sites.end(), [&about](const auto& entry) {
            return entry.second.isRoom() && entry.second.uri == about.address;
        });
    return found == conference.sites.end() ? nullptr : &found->second;
}

}  // namespace

Status Prober::restore() {
    if (journal_ == nullptr) {
        return {};
    }
    auto stored = journal_->loadProbes();
    if (!stored) {
        return stored.error();
    }
    for (auto& report : *stored) {
        last_.insert_or_assign(report.target, std::move(report));
    }
    return {};
}

Result<ProbeReport> Prober::named(const std::string& word) const {
    ProbeReport about;
    const SiteRecord* record = nullptr;
    if (isAddress(word)) {
        for (const auto& known : domain_.directory.listed()) {
            if (known.uri == word) {
                record = domain_.directory.find(known.id);
            }
        }
        about.address = word;
    } else {
        auto site = domain_.directory.resolve(word);
        if (!site) {
            return site.error();
        }
        record = domain_.directory.find(*site);
    }
    if (record == nullptr) {
        about.target = word;
        return about;
    }
    about.site = record->id;
    about.target = record->id.value;
    about.siteName = domain_.describe(record->id);
    about.address =
        calls_.registered(*record)
            ? domain_.contacts.at(record->user.empty() ? record->id.value : record->user).first
            : record->uri;
    return about;
}

Result<std::optional<ProbeReport>> Prober::fromCall(const ProbeReport& about) const {
    for (const auto& [id, conference] : domain_.conferences) {
        const auto* site = siteAt(*conference, about);
        if (site == nullptr) {
            continue;
        }
        if (site->far) {
            return Error(ErrorCode::refused,
                         about.siteName + " is a room of " + site->far->told.owner.value,
                         "probe it there",
                         "probe.far");
        }
        if (site->leg && !(site->up() && site->call().media)) {
            return Error(ErrorCode::unavailable,
                         about.siteName + " is just being called",
                         "probe it when its call is up, or has ended",
                         "probe.calling");
        }
        if (site->leg) {
            const auto& leg = site->call();
            auto report = about;
            report.conference = id;
            report.connected = true;
            report.address = leg.remoteAddress;
            report.protocol = call::nameOf(leg.endpoint->protocol());
            report.peer = leg.peer;
            report.peer.product = leg.product;
            report.streams = probedStreams(*leg.media, leg.audioUp, leg.videoUp);
            return std::optional(std::move(report));
        }
    }
    return std::optional<ProbeReport>();
}

Status Prober::mayCall(const ProbeReport& about) const {
    if (about.address.empty()) {
        return Error(ErrorCode::unavailable,
                     about.siteName + " has no address and is not registered",
                     "wait until it registers, or give it a uri",
                     "site.no-address");
    }
    if (runs_.contains(about.target)) {
        return Error(
            ErrorCode::alreadyExists,
            (about.siteName.empty() ? about.target : about.siteName) + " is being probed already",
            {},
            "probe.running");
    }
    if (runs_.size() >= kAtOnce) {
        return Error(ErrorCode::unavailable,
                     "too many rooms are being probed",
                     "wait until some are done",
                     "probe.too-many");
    }
    return {};
}

void Prober::start(const Actor& actor, const Probe& command, ProbeService::Probed done) {
    auto about = named(command.target);
    auto told = about ? fromCall(*about) : Result<std::optional<ProbeReport>>(about.error());
    if (!told) {
        done(told.error());
        return;
    }
    if (*told) {
        (*told)->at = domain_.loop.clock().wallNow();
        (*told)->actor = actor.name;
        keep(std::move(**told), std::move(done));
        return;
    }
    if (auto may = mayCall(*about); !may) {
        done(may.error());
        return;
    }
    Run run;
    run.serial = ++lastSerial_;
    run.report = std::move(*about);
    run.report.at = domain_.loop.clock().wallNow();
    run.report.actor = actor.name;
    run.done = std::move(done);
    run.callTimeout = command.callTimeout;
    const auto* record = domain_.directory.find(run.report.site);
    if (record != nullptr && record->hasEncryption) {
        run.encryption = record->encryption;
    }
    const std::string target = run.report.target;
    open(runs_.insert_or_assign(target, std::move(run)).first->second);
}

/// Opens ports; the call follows.
void Prober::open(Run& run) {
    run.begun = domain_.now();
    run.endpoint = nullptr;
    for (auto* endpoint : domain_.endpoints) {
        if (endpoint->line().empty() && endpoint->dials(run.report.address)) {
            run.endpoint = endpoint;
            break;
        }
    }
    if (run.endpoint == nullptr) {
        finish(runs_.find(run.report.target), "no protocol for " + run.report.address);
        return;
    }
    run.report.protocol = call::nameOf(run.endpoint->protocol());
    media::Transport::SessionSpec spec;
    const auto* record = domain_.directory.find(run.report.site);
    spec.ice = record != nullptr && record->ice;
    spec.label = run.report.target;
    domain_.planes.transport->openSession(
        spec, [this, serial = run.serial](Result<media::LocalMedia> local) {
            dial(serial, std::move(local));
        });
}

call::MediaPolicy Prober::policyFor(const Run& run) const {
    call::MediaPolicy policy = domain_.settings.policy;
    policy.encryption = run.encryption;
    if (const auto* record = domain_.directory.find(run.report.site)) {
        policy.preferDtls = record->preferDtls;
        policy.maxKbps = std::min(policy.maxKbps, record->maxKbps);
    }
    return policy;
}

void Prober::dial(std::uint64_t serial, Result<media::LocalMedia> local) {
    const auto found = withSerial(serial);
    if (found == runs_.end() || !local) {
        if (local) {
            domain_.planes.transport->closeSession(local->session);
        } else if (found != runs_.end()) {
            finish(found, local.error().message);
        }
        return;
    }
    auto& run = found->second;
    run.session = local->session;
    call::DialTarget target;
    target.uri = run.report.address;
    target.displayName = domain_.settings.displayName;
    target.authUser = domain_.settings.serverId;
    if (const auto* record = domain_.directory.find(run.report.site)) {
        target.authPassword = record->password;
    }
    run.call = run.endpoint->dial(target, *local, policyFor(run));
}

Prober::Runs::iterator Prober::withSerial(std::uint64_t serial) {
    return std::find_if(runs_.begin(), runs_.end(), [serial](const auto& entry) {
        return entry.second.serial == serial;
    });
}

Prober::Runs::iterator Prober::withCall(CallId call) {
    return std::find_if(runs_.begin(), runs_.end(), [call](const auto& entry) {
        return entry.second.call && entry.second.call == call;
    });
}

bool Prober::onMedia(CallId call, const media::AgreedMedia& media) {
    const auto found = withCall(call);
    if (found == runs_.end()) {
        return false;
    }
    found->second.media = media;
    domain_.planes.transport->apply(found->second.session, media);
    return true;
}

bool Prober::onConnected(CallId call, const std::string& product) {
    const auto found = withCall(call);
    if (found == runs_.end()) {
        return false;
    }
    auto& run = found->second;
    run.connectedAt = domain_.now();
    run.report.connected = true;
    run.report.connectSeconds = seconds(*run.connectedAt - run.begun);
    run.report.peer.product = product;
    run.endpoint->askPeer(call);
    return true;
}

bool Prober::onPeer(CallId call, const call::PeerDescription& peer) {
    const auto found = withCall(call);
    if (found == runs_.end()) {
        return false;
    }
    found->second.report.peer = peer;
    return true;
}

bool Prober::onStreamUp(SessionId session, media::Kind kind) {
    for (auto& [target, run] : runs_) {
        if (run.session == session) {
            (kind == media::Kind::audio ? run.audioUp : run.videoUp) = true;
            return true;
        }
    }
    return false;
}

bool Prober::onEnded(CallId call, const call::HangupCause& cause) {
    const auto found = withCall(call);
    if (found == runs_.end()) {
        return false;
    }
    auto& run = found->second;
    run.call = {};
    const bool offerRefused = !run.connectedAt && cause.protocolStatus == 488 &&
                              cause.code == call::CauseCode::noCommonCodec &&
                              run.encryption == media::Encryption::preferred;
    if (offerRefused) {  // some take an offer with encryption required only, as in a conference
        run.encryption = media::Encryption::required;
        domain_.planes.transport->closeSession(std::exchange(run.session, {}));
        open(run);
        return true;
    }
    finish(found, causeText(cause));
    return true;
}

/// What it sends has come, or it has had the time.
bool Prober::isComplete(const Run& run) const {
    const auto since = domain_.now() - *run.connectedAt;
    if (since >= kLongestCall) {
        return true;
    }
    if (since < kShortestCall || !run.media || run.report.peer.abilities.empty()) {
        return false;
    }
    return std::all_of(run.media->streams.begin(), run.media->streams.end(), [&](const auto& s) {
        const bool up = s.kind == media::Kind::audio ? run.audioUp : run.videoUp;
        return up || !s.active() || !media::receives(s.direction);
    });
}

void Prober::tick() {
    std::vector<std::string> targets;
    targets.reserve(runs_.size());
    for (const auto& [target, run] : runs_) {
        targets.push_back(target);
    }
    for (const auto& target : targets) {
        const auto found = runs_.find(target);
        if (found == runs_.end()) {
            continue;
        }
        const auto& run = found->second;
        if (run.connectedAt && isComplete(run)) {
            finish(found, {});
        } else if (!run.connectedAt && domain_.now() - run.begun >= run.callTimeout) {
            finish(found, std::string(call::nameOf(call::CauseCode::noAnswer)));
        }
    }
}

void Prober::giveWay(const SiteId& site) {
    if (const auto found = runs_.find(site.value); found != runs_.end()) {
        finish(found, "a conference needs the room");
    }
}

void Prober::stopAll(const std::string& why) {
    while (!runs_.empty()) {
        finish(runs_.begin(), why);
    }
}

void Prober::letGo(Run& run, const std::string& why) {
    if (run.call) {
        const std::string text = why.empty() ? "probed" : why;
        run.endpoint->hangUp(run.call, {call::CauseCode::normal, 0, text, false});
    }
    if (run.session) {
        domain_.planes.transport->closeSession(run.session);
    }
}

void Prober::finish(Runs::iterator run, const std::string& cause) {
    Run ended = std::move(run->second);
    runs_.erase(run);
    letGo(ended, cause);
    ended.report.cause = cause;
    if (ended.media) {
        ended.report.streams = probedStreams(*ended.media, ended.audioUp, ended.videoUp);
    }
    keep(std::move(ended.report), std::move(ended.done));
}

void Prober::keep(ProbeReport report, ProbeService::Probed done) {
    const std::string name = report.siteName.empty() ? report.target : report.siteName;
    domain_.announce("site.probed",
                     report.site,
                     name + (report.connected ? " was probed: " + report.peer.product
                                              : " was probed and not reached: " + report.cause),
                     {report.actor, {}, {}});
    last_.insert_or_assign(report.target, report);
    if (last_.size() > ProbeJournal::kMost) {
        const auto oldest =
            std::min_element(last_.begin(), last_.end(), [](const auto& a, const auto& b) {
                return a.second.at < b.second.at;
            });
        last_.erase(oldest);
    }
    if (journal_ == nullptr) {
        done(std::move(report));
        return;
    }
    journal_->saveProbe(report, [report, done = std::move(done)](const Status& written) {
        done(written ? Result<ProbeReport>(report) : Result<ProbeReport>(written.error()));
    });
}

Result<ProbeReport> Prober::last(const std::string& word) const {
    const auto about = named(word);
    if (!about && !last_.contains(word)) {
        return about.error();
    }
    const auto found = last_.find(about ? about->target : word);
    if (found == last_.end()) {
        return Error(
            ErrorCode::notFound,
            (about->siteName.empty() ? about->target : about->siteName) + " has not been probed",
            "probe it first",
            "probe.none");
    }
    return found->second;
}

}  // namespace mcu::conference
