// SPDX-License-Identifier: GPL-3.0-or-later
// What the control thread asks of a media thread.
#include <algorithm>

#include "base/log.h"
#include "transport/media_thread.h"

namespace mcu::transport {

using media::Kind;

Stream* MediaThread::find(SessionId session, Kind kind) const {
    const auto found = sessions_.find(session);
    return found == sessions_.end() ? nullptr : found->second->find(kind);
}

MediaThread::FeedState* MediaThread::findFeed(FeedId id) {
    const auto found = feeds_.find(id);
    return found == feeds_.end() ? nullptr : found->second.get();
}

void MediaThread::addSession(std::unique_ptr<Session> session) {
    for (const auto& stream : session->streams()) {
        if (stream->usesIce()) {
            iceStreams_.push_back(stream.get());
            continue;
        }
        poll_.add(stream->sockets().rtp.fd.get(), *stream, false);
        poll_.add(stream->sockets().rtcp.fd.get(), *stream, true);
    }
    const SessionId id = session->id();
    sessions_.emplace(id, std::move(session));
}

void MediaThread::detach(Stream& stream) {
    for (const FeedId feed : {stream.out().current(), stream.out().pending()}) {
        if (feed) {
            leaveFeed(feed, stream);
        }
    }
}

void MediaThread::removeSession(SessionId id) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) {
        return;
    }
    for (const auto& stream : found->second->streams()) {
        stream->sayGoodbye();
        detach(*stream);
        std::erase(iceStreams_, stream.get());
        poll_.remove(stream->sockets().rtp.fd.get());
        poll_.remove(stream->sockets().rtcp.fd.get());
    }
    sessions_.erase(found);
}

void MediaThread::apply(SessionId id, const media::AgreedMedia& agreed) {
    if (const auto found = sessions_.find(id); found != sessions_.end()) {
        found->second->apply(agreed);
    }
}

void MediaThread::addFeed(std::shared_ptr<FeedChannel> channel) {
    auto state = std::make_unique<FeedState>();
    const FeedId id = channel->id();
    state->channel = std::move(channel);
    feeds_.emplace(id, std::move(state));
}

void MediaThread::removeFeed(FeedId id) {
    const auto found = feeds_.find(id);
    if (found == feeds_.end()) {
        return;
    }
    found->second->channel->setInterested(index_, false);
    for (Stream* stream : found->second->receivers) {
        stream->dropFeed(id);
    }
    std::erase(forwarding_, found->second.get());
    feeds_.erase(found);
}

void MediaThread::setFeedSource(FeedId id, std::function<void()> askSource) {
    if (FeedState* feed = findFeed(id)) {
        feed->askSource = std::move(askSource);
        const bool waiting =
            std::any_of(feed->receivers.begin(), feed->receivers.end(), [id](const Stream* stream) {
                return stream->out().pending() == id;
            });
        if (waiting) {
            wantKeyframe(id);
        }
    }
}

void MediaThread::subscribe(SessionId session, Kind kind, FeedId id, std::uint32_t contributor) {
    Stream* stream = find(session, kind);
    if (stream == nullptr) {
        return;
    }
    if (!id) {
        stream->subscribe(id, contributor);
        return;
    }
    FeedState* feed = findFeed(id);
    if (feed == nullptr || media::kindOf(feed->channel->codec()) != kind) {
        ++totals_.packetsDropped;
        logger("transport")
            .warn("feed refused session={} feed={}: no such feed of this kind",
                  session.value,
                  id.value);
        return;
    }
    auto& receivers = feed->receivers;
    if (std::find(receivers.begin(), receivers.end(), stream) == receivers.end()) {
        receivers.push_back(stream);
        feed->channel->setInterested(index_, true);
    }
    stream->subscribe(id, contributor);
}

void MediaThread::leaveFeed(FeedId id, Stream& stream) {
    if (FeedState* feed = findFeed(id)) {
        std::erase(feed->receivers, &stream);
        if (feed->receivers.empty()) {
            feed->channel->setInterested(index_, false);
        }
    }
}

void MediaThread::setSink(SessionId session, Kind kind, std::shared_ptr<media::PacketSink> sink) {
    if (Stream* stream = find(session, kind)) {
        stream->setSink(std::move(sink));
    }
}

void MediaThread::forward(SessionId session, Kind kind, FeedId feed) {
    if (Stream* stream = find(session, kind)) {
        stream->forwardTo(feed);
    }
}

void MediaThread::expect(SessionId session, Kind kind, std::optional<std::uint32_t> contributor) {
    if (Stream* stream = find(session, kind)) {
        stream->expect(contributor);
    }
}

void MediaThread::requestKeyframe(SessionId session) {
    if (Stream* stream = find(session, Kind::video)) {
        stream->requestKeyframe();
    }
}

void MediaThread::iceReady(SessionId session, Kind kind) {
    if (Stream* stream = find(session, kind)) {
        stream->onIceReady();
    }
}

void MediaThread::iceFailed(SessionId session, Kind kind, const Error& error) {
    if (Stream* stream = find(session, kind)) {
        stream->onIceFailed(error);
    }
}

std::vector<media::SessionStats> MediaThread::stats() const {
    std::vector<media::SessionStats> made;
    made.reserve(sessions_.size());
    for (const auto& [id, session] : sessions_) {
        media::SessionStats one;
        one.session = id;
        for (const auto& stream : session->streams()) {
            one.streams.push_back(stream->stats());
        }
        made.push_back(std::move(one));
    }
    return made;
}

media::TransportTotals MediaThread::totalsNow() const {
    auto made = totals_;
    made.sessions = static_cast<int>(sessions_.size());
    made.threads = 1;
    return made;
}

}  // namespace mcu::transport
