// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "conference/picture_binding.h"

// What the media report back to a PictureBinding, and what is asked of it.

namespace mcu::conference {

namespace {

/// A confirmation that has not come by then will not come.
constexpr auto kConfirmationTimeout = std::chrono::seconds(4);

}  // namespace

void PictureBinding::tick() {
    const auto now = clock_.now();
    std::erase_if(sources_, [&](auto& entry) {
        auto& [site, source] = entry;
        if (!source.closeAt || *source.closeAt > now) {
            return false;
        }
        closeSource(site, source);
        return true;
    });
    for (auto& [key, view] : views_) {
        if (view.cutPending && view.givenAt + kConfirmationTimeout <= now) {
            onCut(view.id, view.takeId);
        }
    }
    for (auto& [site, output] : outputs_) {
        if (output.asked && output.current != output.asked &&
            output.askedAt + kConfirmationTimeout <= now) {
            output.current = output.asked;
        }
    }
    collect();
}

bool PictureBinding::onCut(ViewId id, std::uint64_t takeId) {
    for (auto& [key, view] : views_) {
        if (view.id != id) {
            continue;
        }
        if (takeId != view.takeId) {
            return true;  // of a composition that was replaced meanwhile
        }
        view.everCut = true;
        view.cutPending = false;
        view.shown = view.wanted;
        for (auto& [site, output] : outputs_) {
            settle(site, output);
        }
        collect();
        return true;
    }
    return false;
}

bool PictureBinding::onSubscribed(SessionId session, FeedId feed) {
    for (auto& [site, output] : outputs_) {
        if (output.session != session) {
            continue;
        }
        if (output.asked == feed) {
            output.current = feed;
            settle(site, output);
            collect();
        }
        return true;
    }
    return false;
}

bool PictureBinding::onKeyframeWanted(FeedId feed) {
    for (auto& [source, forward] : forwards_) {
        if (forward.feed == feed) {
            planes_.transport->requestKeyframe(forward.session);
            return true;
        }
    }
    for (auto& [key, view] : views_) {
        for (auto& [klass, opened] : view.classes) {
            if (opened.feed == feed) {
                planes_.video->requestKeyframe(opened.encoder);
                return true;
            }
        }
    }
    return false;
}

bool PictureBinding::onKeyframeNeeded(SourceId id) {
    for (const auto& [site, source] : sources_) {
        if (source.id == id) {
            planes_.transport->requestKeyframe(source.session);
            return true;
        }
    }
    return false;
}

const SiteId* PictureBinding::siteOf(SourceId id) const {
    for (const auto& [site, source] : sources_) {
        if (source.id == id) {
            return &site;
        }
    }
    return nullptr;
}

void PictureBinding::setWarm(SourceId id, bool isWarm) {
    for (auto& [site, source] : sources_) {
        if (source.id == id) {
            source.warm = isWarm;
        }
    }
}

void PictureBinding::onFastUpdate(const SiteId& site) {
    const auto output = outputs_.find(site);
    if (output != outputs_.end() && output->second.current) {
        onKeyframeWanted(output->second.current);
    }
}

bool PictureBinding::settled(const SiteId& site) const {
    const auto found = outputs_.find(site);
    if (found == outputs_.end()) {
        return true;
    }
    const auto& output = found->second;
    if (output.current != output.wanted) {
        return false;
    }
    return output.watch.forwarded || viewSettled(output.watch.view);
}

bool PictureBinding::isFed(const SiteId& site) const {
    const auto source = sources_.find(site);
    const auto sink = source == sources_.end() ? sinks_.end() : sinks_.find(source->second.session);
    return sink != sinks_.end() && sink->second == site;
}

bool PictureBinding::sent(const SiteId& site) const {
    const auto found = outputs_.find(site);
    return found != outputs_.end() && found->second.current &&
           found->second.contributor == found->second.watch.contributor && settled(site);
}

bool PictureBinding::viewSettled(const std::string& key) const {
    const auto found = views_.find(key);
    return found == views_.end() || !found->second.cutPending;
}

std::optional<ViewId> PictureBinding::view(const std::string& key) const {
    const auto found = views_.find(key);
    return found == views_.end() ? std::nullopt : std::optional(found->second.id);
}

std::optional<SourceId> PictureBinding::source(const SiteId& site) const {
    const auto found = sources_.find(site);
    return found == sources_.end() ? std::nullopt : std::optional(found->second.id);
}

bool PictureBinding::warm(const SiteId& site) const {
    const auto found = sources_.find(site);
    return found != sources_.end() && found->second.warm;
}

int PictureBinding::encoders() const {
    int count = 0;
    for (const auto& [key, view] : views_) {
        count += static_cast<int>(view.classes.size());
    }
    return count;
}

std::vector<std::pair<ClassKey, int>> PictureBinding::classes(const std::string& key) const {
    std::vector<std::pair<ClassKey, int>> result;
    const auto view = views_.find(key);
    if (view == views_.end()) {
        return result;
    }
    for (const auto& [klass, opened] : view->second.classes) {
        int receivers = 0;
        for (const auto& [site, output] : outputs_) {
            receivers += output.wanted == opened.feed ? 1 : 0;
        }
        result.emplace_back(klass, receivers);
    }
    return result;
}

std::vector<std::string> PictureBinding::takeTroubles() {
    return std::exchange(troubles_, {});
}

}  // namespace mcu::conference
