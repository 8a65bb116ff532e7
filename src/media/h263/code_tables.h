// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "media/code_word.h"

// The variable length codes of H.263 sections 5.3 and 5.4, in the order of its tables.

namespace mcu::media::h263 {

inline constexpr unsigned kIntraStuffing = 8;   ///< in kIntraTypes
inline constexpr unsigned kInterStuffing = 20;  ///< in kInterTypes

/// Table 7, MCBPC of INTRA pictures: two bits of coded chroma blocks; types 3 and 4; stuffing.
inline constexpr CodeTable<9> kIntraTypes(std::array<CodeWord, 9>{
    CodeWord{1, 1}, {1, 3}, {2, 3}, {3, 3}, {1, 4}, {1, 6}, {2, 6}, {3, 6}, {1, 9}});

/// Table 8, MCBPC of INTER pictures: types 0 to 4, each with two bits of coded chroma blocks;
/// stuffing.
inline constexpr CodeTable<9> kInterTypes(std::array<CodeWord, 21>{
    CodeWord{1, 1}, {3, 4}, {2, 4}, {5, 6}, {3, 3}, {7, 7}, {6, 7}, {5, 9}, {2, 3}, {5, 7}, {4, 7},
    {5, 8},         {3, 5}, {4, 8}, {3, 8}, {3, 7}, {4, 6}, {4, 9}, {3, 9}, {2, 9}, {1, 9}});

/// Table 13, CBPY of INTRA macroblocks; that of INTER is the complement.
inline constexpr CodeTable<6> kLumaPatterns(std::array<CodeWord, 16>{CodeWord{3, 4},
                                                                     {5, 5},
                                                                     {4, 5},
                                                                     {9, 4},
                                                                     {3, 5},
                                                                     {7, 4},
                                                                     {2, 6},
                                                                     {11, 4},
                                                                     {2, 5},
                                                                     {3, 6},
                                                                     {5, 4},
                                                                     {10, 4},
                                                                     {4, 4},
                                                                     {8, 4},
                                                                     {6, 4},
                                                                     {3, 2}});

/// Table 14, MVD without its sign: 0 to 16 pixels in half pixels.
inline constexpr CodeTable<12> kVectors(std::array<CodeWord, 33>{
    CodeWord{1, 1}, {1, 2},  {1, 3},   {1, 4},   {3, 6},   {5, 7},   {4, 7},   {3, 7},   {11, 9},
    {10, 9},        {9, 9},  {17, 10}, {16, 10}, {15, 10}, {14, 10}, {13, 10}, {12, 10}, {11, 10},
    {10, 10},       {9, 10}, {8, 10},  {7, 10},  {6, 10},  {5, 10},  {4, 10},  {7, 11},  {6, 11},
    {5, 11},        {4, 11}, {3, 11},  {2, 11},  {3, 12},  {2, 12}});

inline constexpr unsigned kFirstLast = 58;  ///< in kCoefficients: from here on LAST is 1
inline constexpr unsigned kEscape = 102;    ///< in kCoefficients

/// Table 16, TCOEF without its sign.
inline constexpr CodeTable<12> kCoefficients(std::array<CodeWord, 103>{
    CodeWord{2, 2}, {15, 4},  {21, 6},  {23, 7},  {31, 8},  {37, 9},  {36, 9},  {33, 10}, {32, 10},
    {7, 11},        {6, 11},  {32, 11}, {6, 3},   {20, 6},  {30, 8},  {15, 10}, {33, 11}, {80, 12},
    {14, 4},        {29, 8},  {14, 10}, {81, 12}, {13, 5},  {35, 9},  {13, 10}, {12, 5},  {34, 9},
    {82, 12},       {11, 5},  {12, 10}, {83, 12}, {19, 6},  {11, 10}, {84, 12}, {18, 6},  {10, 10},
    {17, 6},        {9, 10},  {16, 6},  {8, 10},  {22, 7},  {85, 12}, {21, 7},  {20, 7},  {28, 8},
    {27, 8},        {33, 9},  {32, 9},  {31, 9},  {30, 9},  {29, 9},  {28, 9},  {27, 9},  {26, 9},
    {34, 11},       {35, 11}, {86, 12}, {87, 12}, {7, 4},   {25, 9},  {5, 11},  {15, 6},  {4, 11},
    {14, 6},        {13, 6},  {12, 6},  {19, 7},  {18, 7},  {17, 7},  {16, 7},  {26, 8},  {25, 8},
    {24, 8},        {23, 8},  {22, 8},  {21, 8},  {20, 8},  {19, 8},  {24, 9},  {23, 9},  {22, 9},
    {21, 9},        {20, 9},  {19, 9},  {18, 9},  {17, 9},  {7, 10},  {6, 10},  {5, 10},  {4, 10},
    {36, 11},       {37, 11}, {38, 11}, {39, 11}, {88, 12}, {89, 12}, {90, 12}, {91, 12}, {92, 12},
    {93, 12},       {94, 12}, {95, 12}, {3, 7}});

}  // namespace mcu::media::h263
