// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/video_source.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace mcu::mixing {

VideoSource::VideoSource(SourceId id,
                         const VideoSettings& settings,
                         std::shared_ptr<PacketInbox> inbox,
                         EventPoster events,
                         std::shared_ptr<WakeSignal> composer)
    : id_(id),
      stallAfter_(settings.stallAfter),
      inbox_(std::move(inbox)),
      events_(std::move(events)),
      composer_(std::move(composer)),
      reorder_(settings.reorderWait,
               [this](const Packet& packet, bool loss) { assembler_.add(packet, loss); }),
      assembler_([this](const CodedUnit& unit) { onUnit(unit); }) {
    worker_.progress = std::chrono::steady_clock::now();
}

PicturePointer VideoSource::latest() const {
    const std::scoped_lock lock(latestMutex_);
    return latest_;
}

media::SourceStats VideoSource::stats(SteadyTime now) const {
    media::SourceStats made;
    made.source = id_;
    if (const auto picture = latest()) {
        made.width = picture->width;
        made.height = picture->height;
    }
    made.framesDecoded = decoded_.load(std::memory_order_relaxed);
    made.framesBroken = broken_.load(std::memory_order_relaxed);
    const auto last = lastPicture_.load(std::memory_order_relaxed);
    made.ageMs =
        last == 0
            ? -1
            : std::chrono::duration<double, std::milli>(now.time_since_epoch() - Duration(last))
                  .count();
    return made;
}

void VideoSource::run(SteadyTime now) {
    now_ = now;
    if (!worker_.asked) {
        askKeyframe(Duration::zero());  // so that the first picture is not waited for
    }
    while (Packet* packet = inbox_->front()) {
        if (worker_.ssrc != packet->ssrc || worker_.codec != packet->codec) {
            reorder_.reset();
            assembler_.reset();
            worker_.decoder.reset();
            worker_.needsKeyframe = true;
            worker_.ssrc = packet->ssrc;
            worker_.codec = packet->codec;
        }
        reorder_.push(*packet, now);
        inbox_->popFront();
    }
    reorder_.expire(now);
    if (worker_.askAt && *worker_.askAt <= now) {
        worker_.askAt.reset();
        if (worker_.needsKeyframe) {
            askKeyframe(Duration::zero());
        }
    }
    if (!worker_.stalled && now - worker_.progress >= stallAfter_) {
        worker_.stalled = true;
        worker_.up = false;
        events_.post([id = id_](auto& listener) { listener.onSourceStalled(id); });
    }
}

SteadyTime VideoSource::deadline(SteadyTime now) const {
    SteadyTime due = worker_.stalled ? now + stallAfter_ : worker_.progress + stallAfter_;
    if (const auto gap = reorder_.deadline()) {
        due = std::min(due, *gap);
    }
    return worker_.askAt ? std::min(due, *worker_.askAt) : due;
}

void VideoSource::shutDown() {
    inbox_->close();
    worker_.decoder.reset();
}

void VideoSource::onUnit(const CodedUnit& unit) {
    if (unit.lossBefore || !unit.intact) {
        worker_.needsKeyframe = true;  // what follows refers to what is missing
    }
    if (!unit.intact || !unit.acceptable || (worker_.needsKeyframe && !unit.keyframe)) {
        broken_.fetch_add(1, std::memory_order_relaxed);
        askKeyframe(unit.lossBefore || !unit.intact ? kAskFloor : kAskAgain);
        return;
    }
    decode(unit);
}

void VideoSource::decode(const CodedUnit& unit) {
    if (!worker_.decoder) {
        auto made = PictureDecoder::create(unit.codec);
        if (!made) {
            logger("video").error(
                "decoder failed source={} why=\"{}\"", id_.value, made.error().message);
            fail();
            return;
        }
        worker_.decoder = std::move(*made);
    }
    switch (worker_.decoder->decode(unit.bytes)) {
        case PictureDecoder::Outcome::picture:
            worker_.needsKeyframe = false;
            worker_.barren = 0;
            publish(worker_.decoder->latest());
            break;
        case PictureDecoder::Outcome::nothing:
            // A decoder that has to reorder gives pictures some units later.
            worker_.needsKeyframe = false;
            if (++worker_.barren >= kMaxBarren) {
                fail();
            }
            break;
        case PictureDecoder::Outcome::failed:
            fail();
            break;
    }
}

void VideoSource::fail() {
    broken_.fetch_add(1, std::memory_order_relaxed);
    worker_.decoder.reset();
    worker_.needsKeyframe = true;
    worker_.barren = 0;
    askKeyframe(kAskFloor);
}

void VideoSource::publish(PicturePointer picture) {
    {
        const std::scoped_lock lock(latestMutex_);
        latest_.swap(picture);
    }
    const SteadyTime now = std::chrono::steady_clock::now();
    decoded_.fetch_add(1, std::memory_order_relaxed);
    lastPicture_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    worker_.progress = now;
    worker_.stalled = false;
    if (awaited_.exchange(false, std::memory_order_seq_cst)) {
        composer_->notify();
    }
    if (!worker_.up) {
        worker_.up = true;
        events_.post([id = id_](auto& listener) { listener.onSourceUp(id); });
    }
}

void VideoSource::askKeyframe(Duration floor) {
    const SteadyTime due = worker_.asked ? *worker_.asked + floor : now_;
    if (due > now_) {
        worker_.askAt = worker_.askAt ? std::min(*worker_.askAt, due) : due;
        return;
    }
    worker_.asked = now_;
    worker_.askAt.reset();
    events_.post([id = id_](auto& listener) { listener.onKeyframeNeeded(id); });
}

}  // namespace mcu::mixing
