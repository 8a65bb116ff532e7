// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "mixing/audio/codec/audio_codec.h"
#include "sim/room/options.h"
#include "sim/script/command_line.h"
#include "sim/signal/room_tone.h"
#include "sim/signal/tone.h"
#include "sim/source/sound_library.h"
#include "sim/watch/delay_probe.h"
#include "sim/watch/picture_journal.h"
#include "sim/watch/tone_finder.h"

namespace mcu::sim {
namespace {

std::variant<int, ProgramOptions> parse(std::vector<std::string> words) {
    words.insert(words.begin(), "mcusim");
    std::vector<char*> pointers;
    pointers.reserve(words.size());
    for (auto& word : words) {
        pointers.push_back(word.data());
    }
    return parseCommandLine(static_cast<int>(pointers.size()), pointers.data());
}

/// The sum of some rooms' tones after one pass through a codec, as one piece of 200 ms.
std::set<int> tonesThrough(media::Codec codec, const std::vector<int>& rooms) {
    media::CodecFormat format;
    format.codec = codec;
    auto encoder = *mixing::makeAudioEncoder(format);
    auto decoder = *mixing::makeAudioDecoder(codec);
    const auto rate = encoder->sampleRate();
    std::vector<std::int16_t> mix(static_cast<std::size_t>(rate) * 2 / 5, 0);
    for (const int room : rooms) {
        ToneGenerator(toneOf(room), kToneDbfs, rate).add(mix);
    }
    std::vector<std::int16_t> heard;
    std::vector<std::byte> payload;
    std::vector<std::int16_t> pcm(decoder->maxSamples());
    for (std::size_t at = 0; at + encoder->frameSamples() <= mix.size();
         at += encoder->frameSamples()) {
        encoder->encode(std::span(mix).subspan(at, encoder->frameSamples()), payload);
        const auto samples = decoder->decode(payload, pcm);
        heard.insert(heard.end(), pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(samples));
    }
    const auto window = static_cast<std::size_t>(decoder->sampleRate()) / 5;
    return findTones(std::span(heard).last(window), decoder->sampleRate());
}

}  // namespace

TEST(ToneFinder, FindsTheRoomsOfAMixThroughEachCodec) {
    for (const auto codec :
         {media::Codec::opus, media::Codec::g722, media::Codec::pcma, media::Codec::pcmu}) {
        SCOPED_TRACE(media::nameOf(codec));
        EXPECT_EQ(tonesThrough(codec, {1}), (std::set<int>{1}));
        EXPECT_EQ(tonesThrough(codec, {3, 4, 40}), (std::set<int>{3, 4, 40}));
        EXPECT_EQ(tonesThrough(codec, {2, 17, 60, 99, 141}), (std::set<int>{2, 17, 60, 99, 141}));
        EXPECT_TRUE(tonesThrough(codec, {}).empty());
    }
}

TEST(PictureJournal, NotesWhatChangedWhen) {
    PictureJournal journal;
    Picture picture(320, 180);
    const auto at = [](int ms) { return SteadyTime(std::chrono::milliseconds(1000 + ms)); };
    const auto show = [&](int site, int counter, int ms) {
        paintCode(picture, {0, 0, 320, 180}, site, counter);
        journal.take(picture.view(), at(ms));
    };
    show(5, 0, 0);
    show(5, 1, 40);
    show(9, 7, 80);
    show(9, 8, 700);
    const auto changes = journal.changes();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].at, at(0));
    EXPECT_EQ(changes[0].panes.at(0), 5);
    EXPECT_EQ(changes[1].at, at(80));
    EXPECT_EQ(changes[1].panes.at(0), 9);
    const auto seen = journal.seen();
    EXPECT_EQ(seen.freezes, 1);
    EXPECT_EQ(seen.longestGapMs, 620);
    EXPECT_TRUE(seen.shows(9, at(800)));
    EXPECT_FALSE(seen.shows(9, at(3000)));
    EXPECT_TRUE(seen.holds(9));
    EXPECT_FALSE(seen.holds(5));
}

TEST(PictureJournal, MeasuresFromSendingToArrival) {
    auto sent = std::make_shared<SentTimes>();
    auto probe = std::make_shared<DelayProbe>(5, sent, Duration::zero());
    PictureJournal journal;
    journal.measure(probe);
    Picture picture(320, 180);
    paintCode(picture, {0, 0, 320, 180}, 5, 12);
    sent->note(12, SteadyTime(std::chrono::milliseconds(5000)));
    journal.take(picture.view(), SteadyTime(std::chrono::milliseconds(5033)));
    journal.take(picture.view(), SteadyTime(std::chrono::milliseconds(5066)));
    EXPECT_EQ(probe->milliseconds(), std::vector<double>{33});
}

TEST(Options, FillsPatterns) {
    EXPECT_EQ(fillPattern("x.{n:05}", 42), "x.00042");
    EXPECT_EQ(fillPattern("room{n}", 42), "room42");
    EXPECT_EQ(fillPattern("plain", 42), "plain");
    EXPECT_LE(fillPattern("{n:99999999999}", 1).size(), 20U);  // the width is bounded
}

TEST(CommandLine, ReadsAFullOne) {
    const auto parsed = parse({"--server",
                               "sip:a@127.0.0.1:5060",
                               "--rooms",
                               "3",
                               "--first",
                               "4",
                               "--encryption",
                               "required",
                               "--size",
                               "1280x720",
                               "--audio-codec",
                               "g722,pcma",
                               "--look",
                               "4,6",
                               "--listen",
                               "first",
                               "--no-media",
                               "--codec",
                               "vp8"});
    ASSERT_TRUE(std::holds_alternative<ProgramOptions>(parsed));
    const auto& room = std::get<ProgramOptions>(parsed).room;
    EXPECT_EQ(room.rooms, 3);
    EXPECT_EQ(room.policy.encryption, media::Encryption::required);
    EXPECT_EQ(room.video.width, 1280);
    EXPECT_EQ(room.policy.audio, (std::vector{media::Codec::g722, media::Codec::pcma}));
    EXPECT_EQ(room.policy.video, std::vector{media::Codec::vp8});
    EXPECT_TRUE(room.look.contains(6, room.first));
    EXPECT_FALSE(room.look.contains(5, room.first));
    EXPECT_TRUE(room.listen.contains(4, room.first));
    EXPECT_FALSE(room.media);
}

TEST(CommandLine, TakesRoomsByTheirNumbers) {
    const auto parsed = parse({"--server", "sip:a@b", "--numbers", "3985,4000"});
    ASSERT_TRUE(std::holds_alternative<ProgramOptions>(parsed));
    const auto& room = std::get<ProgramOptions>(parsed).room;
    EXPECT_EQ(room.numbers(), (std::vector<int>{3985, 4000}));
    EXPECT_EQ(room.rooms, 2);
    EXPECT_EQ(room.first, 3985);
}

TEST(CommandLine, RefusesWrongUsage) {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {},
             {"--server"},
             {"--server", "sip:a@b", "--size", "641x360"},
             {"--server", "sip:a@b", "--look", "x"},
             {"--server", "sip:a@b", "--numbers", "5", "--rooms", "3"},
             {"--server", "sip:a@b", "--codec", "h265"}}) {
        const auto parsed = parse(words);
        ASSERT_TRUE(std::holds_alternative<int>(parsed));
        EXPECT_EQ(std::get<int>(parsed), 2);
    }
}

}  // namespace mcu::sim
