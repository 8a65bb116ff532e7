// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/sound_binding.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mcu::conference {

SoundBinding::SoundBinding(const Planes& planes) : planes_(planes) {}

// Touches no media: at the end of the process they may be gone. A conference that is closed applies
// an empty plan.
SoundBinding::~SoundBinding() = default;

void SoundBinding::apply(const SoundPlan& plan,
                         const std::map<SiteId, SessionId>& sessions,
                         const std::map<SiteId, float>& volumes) {
    sessions_ = sessions;
    if (!mix_ && (!plan.talkers.empty() || !plan.outputs.empty())) {
        mix_ = planes_.audio->createMix();
        silence_ = planes_.audio->createMix();
    }
    dropTalkers(plan);
    addTalkers(plan, volumes);
    dropListeners(plan);
    subscribeListeners(plan);
    collect(plan);
    collectForwards(plan);
    if (mix_ && talkers_.empty() && outputs_.empty()) {
        planes_.audio->destroyMix(std::exchange(mix_, {}));
        planes_.audio->destroyMix(std::exchange(silence_, {}));
    }
}

SessionId SoundBinding::sessionOf(const SiteId& site) const {
    const auto found = sessions_.find(site);
    return found == sessions_.end() ? SessionId{} : found->second;
}

void SoundBinding::dropTalkers(const SoundPlan& plan) {
    std::erase_if(talkers_, [&](auto& entry) {
        auto& [site, talker] = entry;
        const bool gone = sessionOf(site) != talker.session;
        if (plan.talkers.contains(site) && !gone) {
            return false;
        }
        if (!gone) {
            planes_.transport->setSink(talker.session, media::Kind::audio, nullptr);
        }
        planes_.audio->removeTalker(talker.id);
        return true;
    });
}

void SoundBinding::addTalkers(const SoundPlan& plan, const std::map<SiteId, float>& volumes) {
    for (const auto& site : plan.talkers) {
        const auto wanted = volumes.find(site);
        const float volume = wanted == volumes.end() ? 0 : wanted->second;
        auto found = talkers_.find(site);
        if (found == talkers_.end()) {
            auto added = planes_.audio->addTalker(mix_);
            if (!added) {
                troubles_.push_back("sound of " + site.value + ": " + added.error().message);
                continue;
            }
            const auto session = sessionOf(site);
            found = talkers_.emplace(site, Talker{added->id, session, 0, {}}).first;
            planes_.transport->setSink(session, media::Kind::audio, std::move(added->sink));
        }
        if (found->second.volumeDb != volume) {
            found->second.volumeDb = volume;
            planes_.audio->setGain(found->second.id, volume);
        }
    }
}

FeedId SoundBinding::feedOf(const OutputKey& key) {
    media::AudioMixer::Hearing hearing;
    for (const auto& left : key.minus) {
        if (const auto talker = talkers_.find(left); talker != talkers_.end()) {
            hearing.minus.push_back(talker->second.id);
        }
    }
    if (const auto talker = talkers_.find(key.only); key.only && talker != talkers_.end()) {
        hearing.only = talker->second.id;
    }
    if (const auto found = outputs_.find(key); found != outputs_.end()) {
        if (found->second.hearing == hearing) {
            return found->second.feed;
        }
        planes_.audio->closeOutput(found->second.id);
        planes_.transport->destroyFeed(found->second.feed);
        outputs_.erase(found);
    }
    media::CodecFormat format;
    format.codec = key.codec;
    format.channels = key.channels;
    format.ptimeMs = key.ptimeMs;
    format.opusInbandFec = key.inbandFec;
    format.payloadType = 0;
    const auto feed = planes_.transport->createFeed(key.codec);
    const auto output =
        planes_.audio->openOutput(key.silence ? silence_ : mix_, format, hearing, feed.sink);
    if (!output) {
        planes_.transport->destroyFeed(feed.id);
        troubles_.push_back("sound output " + std::string(media::nameOf(key.codec)) + ": " +
                            output.error().message);
        return {};
    }
    outputs_.emplace(key, Output{*output, feed.id, std::move(hearing)});
    return feed.id;
}

FeedId SoundBinding::forwardFeed(const SiteId& source, media::Codec codec) {
    const auto session = sessionOf(source);
    if (const auto found = forwards_.find(source); found != forwards_.end()) {
        if (found->second.session == session) {
            return found->second.feed;
        }
        planes_.transport->destroyFeed(found->second.feed);
        forwards_.erase(found);
    }
    const auto feed = planes_.transport->createFeed(codec);
    planes_.transport->forward(session, media::Kind::audio, feed.id);
    forwards_.emplace(source, Forward{feed.id, session});
    return feed.id;
}

void SoundBinding::dropListeners(const SoundPlan& plan) {
    std::erase_if(listeners_, [&](auto& entry) {
        auto& [site, listener] = entry;
        const bool gone = sessionOf(site) != listener.session;
        if ((plan.outputs.contains(site) || plan.forwards.contains(site)) && !gone) {
            return false;
        }
        if (!gone) {
            planes_.transport->unsubscribe(listener.session, media::Kind::audio);
        }
        return true;
    });
}

void SoundBinding::subscribeListeners(const SoundPlan& plan) {
    for (const auto& [site, key] : plan.outputs) {
        listen(plan, site, feedOf(key));
    }
    for (const auto& [site, source] : plan.forwards) {
        listen(plan, site, forwardFeed(source, plan.forwarded.at(source)));
    }
}

void SoundBinding::listen(const SoundPlan& plan, const SiteId& site, FeedId feed) {
    auto& listener = listeners_[site];
    listener.session = sessionOf(site);
    const auto named = plan.contributors.find(site);
    const auto contributor = named == plan.contributors.end() ? 0 : named->second;
    if (feed && (listener.feed != feed || listener.contributor != contributor)) {
        listener.feed = feed;
        listener.contributor = contributor;
        planes_.transport->subscribe(listener.session, media::Kind::audio, feed, contributor);
    }
}

void SoundBinding::collect(const SoundPlan& plan) {
    std::set<OutputKey> used;
    for (const auto& [site, key] : plan.outputs) {
        used.insert(key);
    }
    std::erase_if(outputs_, [&](auto& entry) {
        if (used.contains(entry.first)) {
            return false;
        }
        planes_.audio->closeOutput(entry.second.id);
        planes_.transport->destroyFeed(entry.second.feed);
        return true;
    });
}

void SoundBinding::collectForwards(const SoundPlan& plan) {
    std::erase_if(forwards_, [&](auto& entry) {
        auto& [source, forward] = entry;
        const bool gone = sessionOf(source) != forward.session;
        const bool used = std::any_of(plan.forwards.begin(),
                                      plan.forwards.end(),
                                      [&](auto& wanted) { return wanted.second == source; });
        if (used && !gone) {
            return false;
        }
        if (!gone) {
            planes_.transport->forward(forward.session, media::Kind::audio, {});
        }
        planes_.transport->destroyFeed(forward.feed);
        return true;
    });
}

void SoundBinding::watchEchoes(const std::set<SiteId>& sites) {
    for (auto& [site, talker] : talkers_) {
        const auto output = sites.contains(site) ? outputTo(site) : AudioOutputId{};
        if (talker.watched != output) {
            talker.watched = output;
            planes_.audio->watchEcho(talker.id, output);
        }
    }
}

AudioOutputId SoundBinding::outputTo(const SiteId& site) const {
    const auto listener = listeners_.find(site);
    if (listener == listeners_.end()) {
        return {};
    }
    const auto found = std::find_if(outputs_.begin(), outputs_.end(), [&](const auto& entry) {
        return entry.second.feed == listener->second.feed;
    });
    return found == outputs_.end() ? AudioOutputId{} : found->second.id;
}

std::map<SiteId, media::TalkerLevel> SoundBinding::levels() const {
    std::map<SiteId, media::TalkerLevel> result;
    if (!mix_) {
        return result;
    }
    std::map<TalkerId, SiteId> sites;
    for (const auto& [site, talker] : talkers_) {
        sites.emplace(talker.id, site);
    }
    for (const auto& level : planes_.audio->levels(mix_)) {
        if (const auto site = sites.find(level.talker); site != sites.end()) {
            result.emplace(site->second, level);
        }
    }
    return result;
}

std::vector<std::string> SoundBinding::takeTroubles() {
    return std::exchange(troubles_, {});
}

}  // namespace mcu::conference
