---------------------------------
Generative face video SEI message (114 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 55
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 40
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 64
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 32
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 32
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 75
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 10
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 85
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 77
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.429688 0.132812 -0.179688 -0.179688 -0.132812 -0.125 -0.078125 -0.609375 0.460938 -0.203125 
                                   gfv_coordinate_Ytensor: 0 -0.0390625 -0.234375 0.265625 0.515625 0.578125 0.828125 0.242188 0.164062 -0.4375 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 31
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.28125 0.09375 -0.125 1.15625 1.40625 0.03125 -0.03125 1.1875 1.46875 0.40625 -0.125 1.4375 1.375 0.125 -0.09375 1.46875 1.40625 0.4375 -0.09375 1.125 1.4375 -0.0625 -0.09375 1.5 1.3125 0.0625 -0.0625 1.25 0.5625 0.25 0.46875 1.34375 1.96875 0.125 -0.6875 1.40625 1.46875 0.09375 -0.125 1.46875 
---------------------------------
Generative face video SEI message (14 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 0
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.125 -0.125 1.09375 1.40625 0.03125 -0.0625 1.1875 1.46875 0.40625 -0.125 1.4375 1.375 0.125 -0.09375 1.46875 1.40625 0.4375 -0.09375 1.125 1.4375 -0.0625 -0.09375 1.5 1.3125 0.0625 -0.0625 1.25 0.5 0.25 0.46875 1.34375 2.03125 0.125 -0.625 1.40625 1.46875 0.09375 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (24 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 2
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.4375 0.125 -0.1875 -0.179688 -0.132812 -0.125 -0.0703125 -0.609375 0.476562 -0.203125 
                                   gfv_coordinate_Ytensor: 0.0078125 -0.0390625 -0.21875 0.257812 0.5 0.5625 0.828125 0.25 0.164062 -0.429688 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.15625 -0.15625 1.09375 1.40625 0.0625 -0.0625 1.1875 1.4375 0.4375 -0.125 1.4375 1.375 0.125 -0.09375 1.46875 1.46875 0.5 -0.09375 1.0625 1.46875 -0.0625 -0.09375 1.5 1.3125 0.0625 -0.0625 1.25 0.4375 0.25 0.34375 1.34375 2.09375 0.1875 -0.5625 1.40625 1.4375 0.09375 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (12 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 3
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 0
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.15625 -0.15625 1.09375 1.40625 0.0625 -0.0625 1.1875 1.4375 0.4375 -0.125 1.375 1.375 0.125 -0.09375 1.46875 1.46875 0.5 -0.09375 1.0625 1.46875 -0.0625 -0.09375 1.5 1.3125 0.0625 -0.0625 1.3125 0.4375 0.25 0.34375 1.34375 2.09375 0.1875 -0.5625 1.40625 1.4375 0.09375 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (12 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 4
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 0
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.15625 -0.15625 1.09375 1.40625 0.0625 -0.0625 1.125 1.4375 0.4375 -0.125 1.375 1.375 0.125 -0.09375 1.46875 1.46875 0.5 -0.09375 1.0625 1.46875 -0.0625 -0.09375 1.5 1.3125 0.0625 -0.0625 1.3125 0.5 0.25 0.34375 1.34375 2.09375 0.1875 -0.5625 1.40625 1.4375 0.09375 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (6 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 5
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.429688 0.125 -0.1875 -0.179688 -0.125 -0.117188 -0.0703125 -0.601562 0.476562 -0.203125 
                                   gfv_coordinate_Ytensor: 0.0078125 -0.0390625 -0.21875 0.257812 0.5 0.5625 0.835938 0.25 0.164062 -0.414062 
                                  gfv_matrix_present_flag: 0
---------------------------------
Generative face video SEI message (12 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 6
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 0
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.09375 -0.15625 1.09375 1.40625 0.0625 -0.0625 1.125 1.4375 0.4375 -0.125 1.375 1.4375 0.125 -0.09375 1.46875 1.46875 0.5 -0.09375 1.0625 1.46875 -0.0625 -0.09375 1.5 1.3125 0.0625 -0.0625 1.3125 0.5 0.25 0.34375 1.34375 2.09375 0.1875 -0.5625 1.40625 1.4375 0.09375 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (119 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=13
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 54
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 70
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 39
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 23
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 61
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 31
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 34
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 69
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 74
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 138
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 12
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 87
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 75
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.421875 0.125 -0.179688 -0.179688 -0.125 -0.117188 -0.0625 -0.601562 0.476562 -0.203125 
                                   gfv_coordinate_Ytensor: 0.015625 -0.03125 -0.210938 0.265625 0.507812 0.570312 0.835938 0.257812 0.164062 -0.421875 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 2
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.25 0.125 -0.125 1.125 1.40625 0.0625 -0.03125 1.09375 1.4375 0.4375 -0.15625 1.375 1.40625 0.125 -0.125 1.4375 1.5 0.5 -0.125 1.03125 1.46875 -0.0625 -0.125 1.46875 1.34375 0.0625 -0.0625 1.3125 0.46875 0.25 0.34375 1.34375 2.09375 0.1875 -0.5625 1.40625 1.4375 0.125 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (20 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.421875 0.125 -0.179688 -0.179688 -0.125 -0.101562 -0.0625 -0.585938 0.476562 -0.203125 
                                   gfv_coordinate_Ytensor: 0.015625 -0.0234375 -0.203125 0.265625 0.507812 0.570312 0.835938 0.257812 0.171875 -0.414062 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 7
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.125 -0.125 0.96875 1.40625 0.0625 -0.03125 0.875 1.4375 0.4375 -0.15625 1.375 1.40625 0.125 -0.125 1.4375 1.5625 0.5625 -0.125 0.96875 1.53125 -0.0625 -0.125 1.46875 1.34375 0.0625 -0.0625 1.3125 0.40625 0.25 0.28125 1.34375 2.09375 0.1875 -0.5 1.40625 1.4375 0.125 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (24 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 2
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                                   gfv_coordinate_Xtensor: -0.40625 0.140625 -0.164062 -0.164062 -0.109375 -0.101562 -0.046875 -0.585938 0.492188 -0.1875 
                                   gfv_coordinate_Ytensor: 0.015625 -0.0234375 -0.203125 0.25 0.476562 0.539062 0.820312 0.257812 0.171875 -0.414062 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.0625 -0.1875 0.84375 1.40625 0.0625 -0.0625 0.71875 1.4375 0.4375 -0.15625 1.40625 1.40625 0.125 -0.125 1.375 1.5625 0.5625 -0.125 0.96875 1.53125 -0.125 -0.125 1.5 1.3125 0.0625 -0.0625 1.3125 0.34375 0.25 0.21875 1.34375 2.09375 0.1875 -0.4375 1.40625 1.4375 0.125 -0.15625 1.46875 
---------------------------------
Generative face video SEI message (119 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=18
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 51
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 70
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 39
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 24
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 58
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 8
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 9
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 37
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 67
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 73
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 11
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 87
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 75
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.398438 0.148438 -0.15625 -0.164062 -0.101562 -0.09375 -0.046875 -0.570312 0.5 -0.179688 
                                   gfv_coordinate_Ytensor: -0.015625 -0.0546875 -0.242188 0.210938 0.4375 0.507812 0.796875 0.226562 0.140625 -0.445312 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 26
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 31
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 2
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.28125 0.0625 -0.1875 0.8125 1.40625 0.0625 -0.0625 0.6875 1.4375 0.4375 -0.125 1.40625 1.46875 0.125 -0.09375 1.40625 1.625 0.5625 -0.125 0.96875 1.59375 -0.125 -0.125 1.40625 1.3125 0.0625 -0.0625 1.34375 0.34375 0.21875 0.0625 1.34375 2.0625 0.1875 -0.28125 1.40625 1.4375 0.09375 -0.15625 1.4375 
---------------------------------
Generative face video SEI message (29 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.382812 0.164062 -0.140625 -0.164062 -0.09375 -0.0859375 -0.03125 -0.546875 0.523438 -0.164062 
                                   gfv_coordinate_Ytensor: -0.0546875 -0.078125 -0.28125 0.179688 0.40625 0.46875 0.765625 0.179688 0.117188 -0.484375 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.0625 -0.1875 0.8125 1.40625 0.0625 -0.0625 0.65625 1.4375 0.46875 -0.125 1.40625 1.46875 0.125 -0.09375 1.40625 1.65625 0.625 -0.125 0.96875 1.625 -0.1875 -0.125 1.5 1.3125 0.0625 -0.03125 1.34375 0.1875 0.21875 0.0625 1.34375 2.1875 0.1875 -0.25 1.40625 1.4375 0.09375 -0.15625 1.4375 
---------------------------------
Generative face video SEI message (119 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=21
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 49
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 70
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 39
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 23
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 56
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 28
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 37
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 67
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 71
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 10
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 85
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 74
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.382812 0.164062 -0.140625 -0.148438 -0.09375 -0.0859375 -0.0390625 -0.5625 0.507812 -0.15625 
                                   gfv_coordinate_Ytensor: -0.03125 -0.0703125 -0.25 0.1875 0.40625 0.46875 0.757812 0.203125 0.125 -0.453125 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 24
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 23
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 30
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 2
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.25 0.0625 -0.15625 0.75 1.375 0.125 -0.0625 0.71875 1.4375 0.4375 -0.125 1.34375 1.4375 0.125 -0.09375 1.34375 1.59375 0.5 -0.09375 0.9375 1.5625 -0.125 -0.09375 1.4375 1.3125 0.0625 -0.03125 1.3125 0.375 0.1875 0.09375 1.3125 2.03125 0.1875 -0.28125 1.375 1.40625 0.09375 -0.125 1.4375 
---------------------------------
Generative face video SEI message (30 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.359375 0.1875 -0.117188 -0.125 -0.0625 -0.0546875 -0.0234375 -0.539062 0.53125 -0.132812 
                                   gfv_coordinate_Ytensor: -0.0078125 -0.046875 -0.234375 0.226562 0.445312 0.5 0.789062 0.203125 0.140625 -0.4375 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.25 0.0625 -0.09375 0.84375 1.375 0.0625 -0.0625 0.71875 1.4375 0.4375 -0.0625 1.34375 1.4375 0.125 -0.09375 1.375 1.625 0.5 -0.09375 0.8125 1.59375 -0.125 -0.09375 1.46875 1.3125 0.0625 -0.03125 1.3125 0.34375 0.1875 0.25 1.3125 2.03125 0.1875 -0.40625 1.375 1.40625 0.09375 -0.125 1.4375 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=24
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 44
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 0
                                gfv_coordinate_x_abs[ i ]: 25
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 3
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 12
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 27
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 14
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 33
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 8
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 59
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 7
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 68
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 2
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 103
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 68
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 27
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 70
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 21
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 14
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 55
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.34375 0.195312 -0.09375 -0.109375 -0.0625 -0.0546875 -0.015625 -0.53125 0.546875 -0.109375 
                                   gfv_coordinate_Ytensor: 0 -0.0234375 -0.210938 0.257812 0.460938 0.53125 0.804688 0.210938 0.164062 -0.429688 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 27
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 26
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 2
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.25 0.0625 -0.09375 0.84375 1.375 0.0625 -0.03125 0.6875 1.4375 0.40625 -0.0625 1.34375 1.40625 0.09375 -0.0625 1.375 1.59375 0.46875 -0.0625 0.8125 1.5625 -0.125 -0.0625 1.5 1.28125 0.03125 0 1.28125 0.40625 0.1875 0.375 1.34375 2.03125 0.15625 -0.46875 1.40625 1.4375 0.0625 -0.09375 1.5 
---------------------------------
Generative face video SEI message (30 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.304688 0.242188 -0.0546875 -0.0703125 -0.03125 -0.0234375 0 -0.5 0.578125 -0.0625 
                                   gfv_coordinate_Ytensor: 0.015625 0 -0.195312 0.265625 0.476562 0.539062 0.820312 0.226562 0.203125 -0.40625 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.28125 0.03125 -0.09375 0.75 1.375 0.0625 -0.03125 0.65625 1.4375 0.34375 -0.0625 1.34375 1.40625 0.03125 -0.0625 1.375 1.59375 0.40625 -0.0625 0.8125 1.5625 -0.125 -0.0625 1.4375 1.28125 -0.03125 0 1.25 0.4375 0.125 0.375 1.34375 1.96875 0.09375 -0.46875 1.40625 1.4375 0 -0.09375 1.5 
---------------------------------
Generative face video SEI message (116 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=27
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 37
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 3
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 34
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 3
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 4
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 22
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 6
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 37
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 1
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 62
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 0
                                gfv_coordinate_y_abs[ i ]: 72
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 3
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 106
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 62
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 29
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 75
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 26
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 5
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 49
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.289062 0.265625 -0.03125 -0.046875 -0.0078125 0 0.0234375 -0.484375 0.585938 -0.0390625 
                                   gfv_coordinate_Ytensor: 0.0234375 0.0234375 -0.171875 0.289062 0.484375 0.5625 0.828125 0.226562 0.203125 -0.382812 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 25
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 21
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 24
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 28
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.28125 0.03125 -0.0625 0.78125 1.40625 0.03125 0 0.6875 1.4375 0.3125 -0.03125 1.28125 1.46875 0.0625 -0.03125 1.34375 1.65625 0.40625 -0.03125 0.75 1.625 -0.125 -0.03125 1.5625 1.28125 0 0.03125 1.25 0.5 0.15625 0.40625 1.28125 1.875 0.09375 -0.4375 1.34375 1.46875 0.03125 -0.0625 1.46875 
---------------------------------
Generative face video SEI message (34 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.25 0.296875 0.015625 -0.015625 0.015625 0.015625 0.0390625 -0.460938 0.617188 0.015625 
                                   gfv_coordinate_Ytensor: 0.03125 0.046875 -0.148438 0.320312 0.523438 0.59375 0.84375 0.226562 0.234375 -0.367188 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                                        gfv_MatrixElement: 1.28125 0.03125 0 0.78125 1.40625 0.03125 0 0.625 1.4375 0.25 0.03125 1.25 1.46875 0 0.03125 1.375 1.625 0.34375 0.03125 0.75 1.59375 -0.1875 0.03125 1.5 1.28125 -0.0625 0.03125 1.25 0.5625 0.09375 0.5625 1.28125 1.875 0.03125 -0.53125 1.34375 1.46875 -0.03125 0 1.5 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=30
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 29
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 71
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 37
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 24
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 58
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 27
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 34
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 61
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 138
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 78
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 77
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.226562 0.328125 0.0390625 0 0.03125 0.03125 0.046875 -0.429688 0.648438 0.0390625 
                                   gfv_coordinate_Ytensor: 0.0546875 0.0625 -0.125 0.328125 0.539062 0.59375 0.859375 0.25 0.257812 -0.34375 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 24
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 25
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 2
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.28125 0.03125 -0.03125 0.75 1.40625 0 0.03125 0.5625 1.46875 0.28125 0 1.25 1.4375 0 0.03125 1.375 1.53125 0.375 0.03125 0.78125 1.5 -0.21875 0.03125 1.4375 1.28125 -0.0625 0.0625 1.25 0.5 0.09375 0.53125 1.28125 2 0.03125 -0.5 1.34375 1.46875 -0.03125 0 1.53125 
---------------------------------
Generative face video SEI message (34 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.1875 0.367188 0.0859375 0.0546875 0.0703125 0.0703125 0.078125 -0.40625 0.664062 0.078125 
                                   gfv_coordinate_Ytensor: 0.0703125 0.09375 -0.101562 0.367188 0.570312 0.625 0.882812 0.257812 0.296875 -0.320312 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 10
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                                        gfv_MatrixElement: 1.28125 0.03125 0.03125 0.75 1.40625 0 0.03125 0.65625 1.46875 0.15625 0.0625 1.25 1.46875 0 0.03125 1.375 1.625 0.25 0.03125 0.71875 1.59375 -0.1875 0.03125 1.46875 1.28125 -0.0625 0.0625 1.25 0.625 0.09375 0.59375 1.28125 1.6875 -0.03125 -0.5 1.34375 1.46875 -0.03125 0.0625 1.5 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=33
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 24
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 10
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 26
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 59
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 26
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 32
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 61
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 81
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 138
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 75
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.1875 0.375 0.09375 0.046875 0.0703125 0.0703125 0.078125 -0.398438 0.679688 0.09375 
                                   gfv_coordinate_Ytensor: 0.078125 0.109375 -0.09375 0.367188 0.570312 0.632812 0.882812 0.25 0.304688 -0.304688 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 23
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 26
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 0 0.03125 0.6875 1.40625 -0.03125 0.09375 0.625 1.5 0.1875 0.0625 1.21875 1.5 -0.03125 0.0625 1.375 1.59375 0.28125 0.0625 0.71875 1.5625 -0.1875 0.0625 1.46875 1.3125 -0.0625 0.09375 1.25 0.59375 0.0625 0.625 1.28125 1.8125 -0.03125 -0.53125 1.3125 1.5 -0.0625 0.0625 1.5 
---------------------------------
Generative face video SEI message (24 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                                   gfv_coordinate_Xtensor: -0.15625 0.390625 0.125 0.0625 0.0859375 0.0859375 0.078125 -0.390625 0.6875 0.125 
                                   gfv_coordinate_Ytensor: 0.078125 0.109375 -0.0859375 0.367188 0.570312 0.632812 0.882812 0.25 0.3125 -0.304688 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.3125 -0.03125 0.03125 0.6875 1.40625 -0.03125 0.09375 0.53125 1.5 0.125 0.0625 1.21875 1.46875 -0.09375 0.0625 1.375 1.5625 0.21875 0.0625 0.71875 1.5 -0.21875 0.0625 1.4375 1.3125 -0.125 0.09375 1.25 0.65625 0 0.625 1.28125 1.8125 -0.03125 -0.53125 1.3125 1.5 -0.125 0.0625 1.5 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=36
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 19
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 71
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 34
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 27
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 59
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 27
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 33
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 60
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 82
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 136
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 10
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 80
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.148438 0.40625 0.140625 0.0859375 0.09375 0.0859375 0.0859375 -0.382812 0.679688 0.148438 
                                   gfv_coordinate_Ytensor: 0.0625 0.109375 -0.101562 0.359375 0.570312 0.625 0.882812 0.242188 0.320312 -0.304688 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 24
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 24
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 -0.03125 0.0625 0.6875 1.375 -0.03125 0.125 0.5625 1.46875 0.0625 0.09375 1.25 1.5 -0.09375 0.125 1.375 1.625 0.15625 0.125 0.75 1.59375 -0.1875 0.125 1.5 1.3125 -0.09375 0.125 1.25 0.75 0 0.59375 1.28125 1.5625 -0.09375 -0.40625 1.3125 1.46875 -0.09375 0.09375 1.46875 
---------------------------------
Generative face video SEI message (28 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.148438 0.40625 0.140625 0.0859375 0.078125 0.0703125 0.0546875 -0.398438 0.664062 0.15625 
                                   gfv_coordinate_Ytensor: 0.0390625 0.09375 -0.117188 0.320312 0.554688 0.609375 0.867188 0.226562 0.320312 -0.320312 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                                        gfv_MatrixElement: 1.3125 -0.0625 0.0625 0.6875 1.375 -0.0625 0.125 0.5625 1.46875 -0.03125 0.09375 1.3125 1.5 -0.09375 0.125 1.375 1.5625 0.09375 0.125 0.875 1.53125 -0.21875 0.125 1.4375 1.3125 -0.15625 0.125 1.25 0.875 -0.0625 0.46875 1.28125 1.5625 -0.09375 -0.3125 1.3125 1.4375 -0.15625 0.09375 1.40625 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=39
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 19
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 70
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 33
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 26
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 8
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 56
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 30
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 33
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 58
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 82
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 136
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 12
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 64
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 82
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.148438 0.398438 0.140625 0.078125 0.0703125 0.0625 0.046875 -0.40625 0.65625 0.15625 
                                   gfv_coordinate_Ytensor: 0.03125 0.078125 -0.125 0.3125 0.546875 0.601562 0.859375 0.21875 0.3125 -0.328125 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 31
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 29
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 -0.0625 0.0625 0.625 1.375 -0.0625 0.15625 0.53125 1.4375 -0.03125 0.125 1.3125 1.46875 -0.125 0.125 1.375 1.5 0.03125 0.125 0.96875 1.5 -0.21875 0.125 1.375 1.34375 -0.15625 0.125 1.28125 0.90625 -0.09375 0.4375 1.3125 1.5625 -0.125 -0.21875 1.3125 1.4375 -0.15625 0.125 1.40625 
---------------------------------
Generative face video SEI message (30 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.179688 0.367188 0.109375 0.046875 0.03125 0.0234375 0 -0.4375 0.609375 0.140625 
                                   gfv_coordinate_Ytensor: -0.0078125 0.0625 -0.15625 0.265625 0.507812 0.5625 0.828125 0.179688 0.296875 -0.34375 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.3125 -0.0625 0.0625 0.5625 1.3125 -0.0625 0.1875 0.59375 1.4375 -0.03125 0.125 1.3125 1.46875 -0.15625 0.125 1.375 1.5 -0.03125 0.125 1 1.46875 -0.21875 0.125 1.34375 1.34375 -0.15625 0.125 1.28125 0.9375 -0.125 0.4375 1.3125 1.5 -0.125 -0.15625 1.3125 1.4375 -0.15625 0.125 1.40625 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=42
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 25
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 5
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 46
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 3
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 13
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 25
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 5
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 31
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 2
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 62
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 1
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 68
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 3
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 102
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 59
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 19
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 77
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 35
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 17
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 50
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.195312 0.359375 0.101562 0.0390625 0.015625 0.0078125 -0.0234375 -0.460938 0.601562 0.132812 
                                   gfv_coordinate_Ytensor: -0.0390625 0.0234375 -0.195312 0.242188 0.484375 0.53125 0.796875 0.148438 0.273438 -0.390625 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 21
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 -0.0625 0.09375 0.65625 1.375 -0.0625 0.21875 0.5 1.46875 -0.09375 0.15625 1.3125 1.46875 -0.1875 0.1875 1.375 1.46875 -0.0625 0.1875 1.03125 1.46875 -0.21875 0.1875 1.3125 1.34375 -0.1875 0.15625 1.28125 1 -0.125 0.4375 1.3125 1.5 -0.1875 -0.15625 1.3125 1.4375 -0.1875 0.15625 1.375 
---------------------------------
Generative face video SEI message (30 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.234375 0.3125 0.0546875 0 -0.0234375 -0.03125 -0.0390625 -0.492188 0.554688 0.0859375 
                                   gfv_coordinate_Ytensor: -0.0859375 -0.03125 -0.242188 0.195312 0.4375 0.492188 0.75 0.101562 0.210938 -0.4375 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.28125 -0.0625 0.09375 0.65625 1.375 -0.0625 0.21875 0.59375 1.46875 -0.0625 0.15625 1.3125 1.46875 -0.125 0.1875 1.375 1.46875 -0.03125 0.1875 1.03125 1.46875 -0.21875 0.1875 1.375 1.34375 -0.125 0.15625 1.28125 0.9375 -0.125 0.4375 1.3125 1.5 -0.125 -0.15625 1.3125 1.4375 -0.1875 0.15625 1.375 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=45
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 31
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 13
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 40
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 6
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 7
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 34
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 0
                                gfv_coordinate_y_abs[ i ]: 22
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 3
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 53
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 4
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 60
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 8
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 94
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 65
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 11
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 71
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 26
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 10
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 59
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.242188 0.3125 0.0546875 0 -0.0234375 -0.03125 -0.0625 -0.507812 0.554688 0.078125 
                                   gfv_coordinate_Ytensor: -0.101562 -0.046875 -0.265625 0.171875 0.414062 0.46875 0.734375 0.0859375 0.203125 -0.460938 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 21
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 -0.0625 0.09375 0.65625 1.375 -0.0625 0.1875 0.53125 1.46875 -0.125 0.15625 1.34375 1.46875 -0.15625 0.15625 1.375 1.5 -0.0625 0.15625 1 1.5 -0.1875 0.15625 1.34375 1.34375 -0.15625 0.15625 1.28125 1.0625 -0.125 0.40625 1.3125 1.40625 -0.15625 -0.125 1.34375 1.4375 -0.15625 0.15625 1.40625 
---------------------------------
Generative face video SEI message (31 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.273438 0.273438 0.0078125 -0.0390625 -0.0546875 -0.0625 -0.0859375 -0.539062 0.515625 0.03125 
                                   gfv_coordinate_Ytensor: -0.132812 -0.078125 -0.28125 0.140625 0.382812 0.4375 0.710938 0.0703125 0.164062 -0.476562 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.03125 0.625 1.375 -0.0625 0.1875 0.5625 1.40625 -0.09375 0.09375 1.3125 1.5 -0.15625 0.15625 1.375 1.53125 -0.03125 0.15625 1 1.5 -0.1875 0.15625 1.34375 1.34375 -0.15625 0.15625 1.3125 1.0625 -0.125 0.34375 1.3125 1.40625 -0.125 -0.125 1.34375 1.4375 -0.15625 0.09375 1.40625 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=48
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 37
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 17
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 33
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 11
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 0
                                gfv_coordinate_y_abs[ i ]: 37
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 6
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 17
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 8
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 47
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 9
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 55
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 11
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 89
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 70
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 7
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 64
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 19
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 2
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 63
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.289062 0.257812 0 -0.046875 -0.0625 -0.0703125 -0.0859375 -0.546875 0.5 0.015625 
                                   gfv_coordinate_Ytensor: -0.132812 -0.0859375 -0.289062 0.132812 0.367188 0.429688 0.695312 0.0546875 0.148438 -0.492188 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 21
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 -0.03125 0.03125 0.59375 1.34375 -0.03125 0.15625 0.65625 1.4375 -0.0625 0.125 1.28125 1.5 -0.125 0.125 1.34375 1.53125 -0.03125 0.125 1 1.5 -0.15625 0.125 1.40625 1.34375 -0.125 0.125 1.3125 1.03125 -0.09375 0.34375 1.3125 1.375 -0.125 -0.15625 1.3125 1.4375 -0.125 0.125 1.375 
---------------------------------
Generative face video SEI message (22 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.289062 0.257812 0 -0.046875 -0.0625 -0.0703125 -0.0859375 -0.570312 0.5 0.015625 
                                   gfv_coordinate_Ytensor: -0.140625 -0.09375 -0.3125 0.132812 0.367188 0.429688 0.695312 0.0546875 0.140625 -0.523438 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.03125 0.59375 1.34375 -0.03125 0.15625 0.5 1.46875 -0.125 0.125 1.3125 1.5 -0.125 0.125 1.375 1.5625 -0.09375 0.125 0.9375 1.5 -0.15625 0.125 1.40625 1.34375 -0.125 0.125 1.3125 1.125 -0.09375 0.40625 1.3125 1.375 -0.125 -0.21875 1.3125 1.4375 -0.125 0.125 1.4375 
---------------------------------
Generative face video SEI message (17 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 2
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.289062 0.257812 0 -0.046875 -0.0625 -0.0703125 -0.101562 -0.570312 0.5 0.015625 
                                   gfv_coordinate_Ytensor: -0.140625 -0.09375 -0.304688 0.132812 0.367188 0.4375 0.703125 0.0546875 0.140625 -0.507812 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.03125 0.59375 1.375 -0.03125 0.15625 0.5 1.46875 -0.125 0.125 1.3125 1.5 -0.125 0.125 1.375 1.5625 -0.09375 0.125 0.9375 1.53125 -0.15625 0.125 1.4375 1.34375 -0.125 0.125 1.3125 1.125 -0.09375 0.40625 1.3125 1.3125 -0.125 -0.21875 1.3125 1.4375 -0.125 0.125 1.4375 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=53
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 38
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 17
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 32
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 11
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 1
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 38
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 6
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 19
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 9
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 48
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 10
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 56
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 12
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 90
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 73
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 7
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 62
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 18
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 1
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 64
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.296875 0.25 -0.0078125 -0.046875 -0.0703125 -0.078125 -0.09375 -0.570312 0.484375 0.0078125 
                                   gfv_coordinate_Ytensor: -0.132812 -0.0859375 -0.296875 0.148438 0.375 0.4375 0.703125 0.0546875 0.140625 -0.5 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 21
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 29
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.0625 0.65625 1.34375 -0.0625 0.15625 0.53125 1.46875 -0.125 0.125 1.3125 1.5 -0.125 0.125 1.375 1.5625 -0.09375 0.125 0.90625 1.53125 -0.125 0.125 1.4375 1.34375 -0.125 0.09375 1.28125 1.15625 -0.09375 0.4375 1.3125 1.28125 -0.15625 -0.25 1.3125 1.46875 -0.125 0.125 1.40625 
---------------------------------
Generative face video SEI message (22 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.3125 0.25 -0.0078125 -0.046875 -0.0859375 -0.078125 -0.109375 -0.585938 0.484375 0.0078125 
                                   gfv_coordinate_Ytensor: -0.117188 -0.0625 -0.265625 0.164062 0.390625 0.445312 0.710938 0.0703125 0.15625 -0.484375 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.0625 0.65625 1.40625 -0.0625 0.15625 0.5 1.46875 -0.125 0.125 1.25 1.5 -0.125 0.125 1.375 1.5625 -0.09375 0.125 0.875 1.53125 -0.125 0.125 1.4375 1.34375 -0.125 0.09375 1.28125 1.15625 -0.09375 0.46875 1.3125 1.25 -0.15625 -0.25 1.28125 1.46875 -0.125 0.125 1.40625 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=56
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 0
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                                gfv_coordinate_x_abs[ i ]: 41
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 13
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 30
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 7
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 4
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 33
                               gfv_coordinate_y_sign_flag: 1
                                gfv_coordinate_x_abs[ i ]: 9
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 23
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 12
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 52
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 12
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 59
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 15
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 92
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 76
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 10
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 61
                               gfv_coordinate_x_sign_flag: 0
                                gfv_coordinate_y_abs[ i ]: 22
                               gfv_coordinate_y_sign_flag: 0
                                gfv_coordinate_x_abs[ i ]: 1
                               gfv_coordinate_x_sign_flag: 1
                                gfv_coordinate_y_abs[ i ]: 60
                               gfv_coordinate_y_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.320312 0.234375 -0.03125 -0.0703125 -0.09375 -0.09375 -0.117188 -0.59375 0.476562 -0.0078125 
                                   gfv_coordinate_Ytensor: -0.101562 -0.0546875 -0.257812 0.179688 0.40625 0.460938 0.71875 0.078125 0.171875 -0.46875 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 27
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.0625 0.625 1.375 -0.0625 0.125 0.46875 1.46875 -0.125 0.125 1.25 1.5 -0.125 0.125 1.375 1.5625 -0.09375 0.125 0.84375 1.53125 -0.125 0.125 1.40625 1.34375 -0.09375 0.09375 1.25 1.15625 -0.09375 0.5 1.3125 1.28125 -0.15625 -0.3125 1.28125 1.46875 -0.125 0.125 1.4375 
---------------------------------
Generative face video SEI message (31 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.351562 0.203125 -0.0625 -0.101562 -0.117188 -0.117188 -0.132812 -0.609375 0.460938 -0.046875 
                                   gfv_coordinate_Ytensor: -0.0859375 -0.046875 -0.25 0.1875 0.40625 0.445312 0.71875 0.101562 0.171875 -0.460938 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 8
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.0625 0.5625 1.375 -0.03125 0.125 0.5 1.46875 -0.0625 0.0625 1.28125 1.5 -0.125 0.125 1.375 1.46875 -0.03125 0.125 0.875 1.4375 -0.09375 0.125 1.15625 1.34375 -0.09375 0.09375 1.3125 1.03125 -0.09375 0.4375 1.28125 1.375 -0.09375 -0.28125 1.28125 1.46875 -0.125 0.0625 1.4375 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=59
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 45
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 10
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 35
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 26
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 56
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 31
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 34
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 61
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 136
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 66
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 80
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.351562 0.210938 -0.0625 -0.101562 -0.109375 -0.109375 -0.125 -0.601562 0.460938 -0.0546875 
                                   gfv_coordinate_Ytensor: -0.078125 -0.046875 -0.25 0.1875 0.429688 0.453125 0.71875 0.109375 0.171875 -0.453125 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0.03125 0.5625 1.375 -0.03125 0.09375 0.5 1.46875 0 0.0625 1.28125 1.5 -0.09375 0.09375 1.375 1.4375 0 0.09375 1 1.40625 -0.09375 0.09375 1.09375 1.375 -0.09375 0.09375 1.3125 1.03125 -0.03125 0.4375 1.28125 1.46875 -0.09375 -0.3125 1.3125 1.46875 -0.09375 0.0625 1.40625 
---------------------------------
Generative face video SEI message (22 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                                   gfv_coordinate_Xtensor: -0.367188 0.195312 -0.078125 -0.117188 -0.109375 -0.109375 -0.125 -0.601562 0.460938 -0.0703125 
                                   gfv_coordinate_Ytensor: -0.078125 -0.046875 -0.25 0.1875 0.429688 0.460938 0.726562 0.117188 0.171875 -0.453125 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 -0.03125 0 0.5625 1.375 -0.03125 0.0625 0.5 1.46875 0 0.0625 1.25 1.5 -0.0625 0.09375 1.375 1.46875 0.0625 0.0625 1 1.4375 -0.125 0.09375 1.21875 1.375 -0.09375 0.09375 1.3125 0.9375 -0.03125 0.4375 1.28125 1.5 -0.0625 -0.3125 1.3125 1.46875 -0.09375 0.0625 1.40625 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=62
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 47
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 71
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 35
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 56
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 33
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 63
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 136
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 69
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 77
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.367188 0.1875 -0.0859375 -0.117188 -0.117188 -0.117188 -0.109375 -0.601562 0.460938 -0.078125 
                                   gfv_coordinate_Ytensor: -0.0625 -0.0390625 -0.234375 0.203125 0.429688 0.476562 0.734375 0.125 0.164062 -0.4375 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 28
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 29
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 0 0 0.59375 1.375 0 0.0625 0.5 1.46875 0.0625 0.03125 1.21875 1.5 -0.03125 0.0625 1.34375 1.53125 0.125 0.0625 0.875 1.5 -0.09375 0.0625 1.3125 1.34375 -0.0625 0.0625 1.28125 0.90625 0 0.5 1.28125 1.53125 -0.03125 -0.40625 1.3125 1.46875 -0.0625 0.03125 1.4375 
---------------------------------
Generative face video SEI message (29 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.382812 0.171875 -0.101562 -0.132812 -0.132812 -0.132812 -0.140625 -0.632812 0.445312 -0.09375 
                                   gfv_coordinate_Ytensor: -0.0390625 -0.015625 -0.210938 0.234375 0.460938 0.515625 0.773438 0.15625 0.1875 -0.414062 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                                        gfv_MatrixElement: 1.34375 -0.03125 0 0.53125 1.375 -0.03125 0.0625 0.5 1.46875 0.03125 0.03125 1.25 1.5 -0.0625 0.03125 1.34375 1.53125 0.125 0.03125 0.9375 1.5 -0.09375 0.03125 1.3125 1.34375 -0.0625 0.0625 1.28125 0.90625 0 0.5 1.28125 1.5625 -0.03125 -0.40625 1.28125 1.46875 -0.0625 0.03125 1.40625 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=65
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 51
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 57
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 33
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 63
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 79
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 138
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 69
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 77
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.398438 0.164062 -0.117188 -0.148438 -0.15625 -0.15625 -0.15625 -0.648438 0.429688 -0.109375 
                                   gfv_coordinate_Ytensor: -0.0390625 -0.015625 -0.210938 0.234375 0.460938 0.515625 0.773438 0.15625 0.195312 -0.40625 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 30
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 29
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 -0.03125 0 0.5625 1.40625 0 0.0625 0.4375 1.5 0.0625 0.03125 1.25 1.5625 -0.0625 0.0625 1.375 1.5625 0.09375 0.0625 0.9375 1.53125 -0.125 0.0625 1.34375 1.375 -0.09375 0.0625 1.3125 0.90625 0 0.46875 1.28125 1.53125 -0.0625 -0.375 1.3125 1.46875 -0.0625 0.03125 1.40625 
---------------------------------
Generative face video SEI message (21 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.414062 0.148438 -0.132812 -0.164062 -0.171875 -0.171875 -0.171875 -0.664062 0.414062 -0.132812 
                                   gfv_coordinate_Ytensor: -0.0390625 -0.015625 -0.210938 0.21875 0.453125 0.515625 0.773438 0.15625 0.179688 -0.421875 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.3125 -0.03125 0 0.5625 1.40625 0 0.0625 0.4375 1.5 0.0625 0 1.25 1.5625 -0.0625 0.0625 1.375 1.59375 0.09375 0.0625 0.9375 1.5625 -0.125 0.0625 1.40625 1.375 -0.09375 0.0625 1.3125 0.84375 0 0.46875 1.28125 1.53125 -0.0625 -0.375 1.3125 1.46875 -0.0625 0.03125 1.40625 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=68
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 54
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 57
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 33
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 63
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 79
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 76
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.421875 0.140625 -0.140625 -0.171875 -0.171875 -0.171875 -0.179688 -0.671875 0.398438 -0.132812 
                                   gfv_coordinate_Ytensor: -0.0234375 0 -0.195312 0.25 0.476562 0.523438 0.78125 0.164062 0.195312 -0.398438 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 29
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 31
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.3125 -0.03125 0.03125 0.59375 1.40625 -0.03125 0.0625 0.46875 1.5 0.03125 0.03125 1.21875 1.53125 -0.0625 0.0625 1.375 1.53125 0.0625 0.0625 0.90625 1.5 -0.09375 0.0625 1.34375 1.375 -0.0625 0.0625 1.3125 0.96875 0 0.53125 1.28125 1.46875 -0.0625 -0.46875 1.28125 1.5 -0.0625 0.03125 1.4375 
---------------------------------
Generative face video SEI message (30 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 9
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 9
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.4375 0.125 -0.15625 -0.1875 -0.1875 -0.203125 -0.203125 -0.6875 0.382812 -0.148438 
                                   gfv_coordinate_Ytensor: 0.015625 0.0390625 -0.171875 0.296875 0.546875 0.59375 0.828125 0.195312 0.234375 -0.359375 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 6
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 6
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.375 -0.03125 0 0.5625 1.40625 -0.03125 0.03125 0.5 1.5 0.03125 0.03125 1.21875 1.53125 -0.0625 0.0625 1.375 1.46875 0 0.0625 0.96875 1.4375 -0.09375 0.0625 1.375 1.375 -0.0625 0.0625 1.3125 0.96875 0 0.71875 1.28125 1.46875 -0.09375 -0.65625 1.28125 1.5 -0.0625 0.03125 1.4375 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=71
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 58
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 73
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 24
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 58
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 31
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 31
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 63
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 81
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 75
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.453125 0.117188 -0.164062 -0.195312 -0.203125 -0.203125 -0.203125 -0.695312 0.375 -0.15625 
                                   gfv_coordinate_Ytensor: 0.0234375 0.0390625 -0.148438 0.304688 0.546875 0.59375 0.835938 0.203125 0.234375 -0.351562 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 4
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 0
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 23
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 21
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 0 0 0.59375 1.40625 -0.0625 0.03125 0.5 1.5 0.03125 0.03125 1.1875 1.53125 -0.0625 0.0625 1.375 1.4375 0.03125 0.0625 1 1.4375 -0.125 0.0625 1.34375 1.375 -0.09375 0.0625 1.3125 1 0 0.71875 1.25 1.53125 -0.09375 -0.65625 1.28125 1.5 -0.0625 0.03125 1.4375 
---------------------------------
Generative face video SEI message (25 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.476562 0.101562 -0.1875 -0.210938 -0.210938 -0.210938 -0.21875 -0.710938 0.359375 -0.1875 
                                   gfv_coordinate_Ytensor: 0.046875 0.046875 -0.125 0.3125 0.546875 0.609375 0.851562 0.21875 0.25 -0.335938 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 0 0 0.5625 1.40625 -0.0625 0 0.5 1.5 0.03125 0.03125 1.1875 1.53125 -0.0625 0.0625 1.375 1.4375 0.03125 0.0625 0.9375 1.4375 -0.0625 0.0625 1.375 1.375 -0.0625 0.0625 1.3125 1 0 0.6875 1.25 1.53125 -0.0625 -0.65625 1.28125 1.5 -0.0625 0.03125 1.4375 
---------------------------------
Generative face video SEI message (115 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=74
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 61
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 37
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 23
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 59
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 31
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 67
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 74
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.476562 0.0859375 -0.203125 -0.203125 -0.195312 -0.195312 -0.1875 -0.710938 0.359375 -0.203125 
                                   gfv_coordinate_Ytensor: 0.0625 0.0625 -0.117188 0.34375 0.570312 0.617188 0.859375 0.25 0.25 -0.328125 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 26
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 0.03125 0 0.5625 1.40625 -0.03125 0 0.5 1.5 0.0625 0 1.1875 1.5 0 0 1.375 1.5 0.09375 0 0.8125 1.46875 -0.03125 0 1.34375 1.34375 0 0 1.3125 1.03125 0.0625 0.6875 1.28125 1.46875 0 -0.6875 1.3125 1.5 0 0 1.5 
---------------------------------
Generative face video SEI message (25 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.476562 0.0859375 -0.1875 -0.203125 -0.195312 -0.195312 -0.195312 -0.710938 0.359375 -0.1875 
                                   gfv_coordinate_Ytensor: 0.078125 0.09375 -0.0859375 0.367188 0.585938 0.617188 0.859375 0.265625 0.265625 -0.296875 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                                        gfv_MatrixElement: 1.34375 0.03125 0 0.5625 1.40625 -0.03125 0 0.4375 1.5 0.0625 0 1.15625 1.5 -0.03125 0 1.34375 1.46875 0.0625 0 0.8125 1.4375 -0.0625 0 1.21875 1.34375 -0.03125 0 1.3125 1.0625 0.03125 0.6875 1.28125 1.40625 0 -0.6875 1.25 1.5 -0.03125 0 1.46875 
---------------------------------
Generative face video SEI message (21 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 2
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.460938 0.101562 -0.1875 -0.1875 -0.1875 -0.1875 -0.179688 -0.695312 0.375 -0.171875 
                                   gfv_coordinate_Ytensor: 0.0859375 0.109375 -0.0859375 0.367188 0.585938 0.632812 0.875 0.265625 0.28125 -0.28125 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 0.03125 0 0.5625 1.40625 -0.03125 0 0.4375 1.5 0.0625 0 1.15625 1.5 -0.03125 0 1.34375 1.46875 0.0625 0 0.8125 1.4375 -0.0625 0 1.34375 1.34375 -0.03125 0 1.25 1.0625 0.03125 0.6875 1.21875 1.40625 -0.0625 -0.6875 1.25 1.5 -0.03125 0 1.46875 
---------------------------------
Generative face video SEI message (116 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=79
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 58
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 13
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 37
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 23
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 57
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 28
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 30
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 67
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 71
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 73
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.453125 0.109375 -0.179688 -0.1875 -0.179688 -0.179688 -0.171875 -0.695312 0.375 -0.179688 
                                   gfv_coordinate_Ytensor: 0.101562 0.109375 -0.0703125 0.375 0.59375 0.648438 0.882812 0.273438 0.289062 -0.28125 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 28
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 23
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.34375 0.0625 0 0.5625 1.40625 -0.03125 0 0.46875 1.5 0.0625 0 1.15625 1.46875 0 0 1.34375 1.4375 0.0625 0 0.875 1.40625 -0.03125 0 1.375 1.34375 0 0.03125 1.25 1.09375 0.0625 0.71875 1.25 1.4375 -0.03125 -0.6875 1.25 1.5 0 0 1.46875 
---------------------------------
Generative face video SEI message (25 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.4375 0.125 -0.164062 -0.179688 -0.171875 -0.171875 -0.171875 -0.679688 0.398438 -0.15625 
                                   gfv_coordinate_Ytensor: 0.109375 0.125 -0.0625 0.375 0.601562 0.671875 0.898438 0.289062 0.304688 -0.265625 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.34375 0.0625 0 0.59375 1.40625 -0.03125 0.03125 0.46875 1.5 0.0625 0.03125 1.15625 1.46875 0 0 1.34375 1.4375 0.0625 0 1 1.40625 -0.03125 0 1.40625 1.34375 0 0.03125 1.25 1.0625 0.0625 0.65625 1.25 1.46875 -0.03125 -0.59375 1.25 1.5 0 0 1.46875 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=82
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 54
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 14
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 57
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 30
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 65
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 136
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 69
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 73
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.421875 0.140625 -0.140625 -0.15625 -0.15625 -0.15625 -0.15625 -0.664062 0.398438 -0.140625 
                                   gfv_coordinate_Ytensor: 0.109375 0.132812 -0.0625 0.382812 0.609375 0.664062 0.898438 0.289062 0.3125 -0.257812 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 30
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.375 0.03125 0 0.5625 1.40625 -0.03125 0.03125 0.46875 1.5 0.03125 0.03125 1.15625 1.5 -0.03125 0.03125 1.34375 1.4375 0 0.03125 0.9375 1.4375 -0.03125 0.03125 1.40625 1.34375 -0.03125 0.03125 1.25 1.09375 0.03125 0.6875 1.21875 1.34375 -0.0625 -0.625 1.25 1.5 -0.03125 0.03125 1.4375 
---------------------------------
Generative face video SEI message (29 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.398438 0.164062 -0.117188 -0.117188 -0.125 -0.132812 -0.132812 -0.65625 0.429688 -0.101562 
                                   gfv_coordinate_Ytensor: 0.078125 0.109375 -0.09375 0.367188 0.585938 0.632812 0.867188 0.25 0.289062 -0.296875 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.375 0.03125 0 0.5 1.40625 -0.03125 0.03125 0.46875 1.5 0 0.03125 1.15625 1.5 -0.03125 0.03125 1.34375 1.4375 0 0.03125 0.84375 1.4375 -0.03125 0.03125 1.40625 1.34375 -0.03125 0.03125 1.25 1.15625 0.03125 0.78125 1.21875 1.28125 -0.0625 -0.71875 1.25 1.5 -0.03125 0.03125 1.4375 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=85
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 51
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 11
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 74
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 37
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 26
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 59
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 27
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 67
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 138
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 74
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.398438 0.179688 -0.109375 -0.117188 -0.125 -0.125 -0.125 -0.648438 0.429688 -0.101562 
                                   gfv_coordinate_Ytensor: 0.0859375 0.109375 -0.09375 0.367188 0.578125 0.632812 0.859375 0.25 0.28125 -0.296875 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 26
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 25
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 23
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.40625 0.0625 0.03125 0.53125 1.40625 -0.03125 0.03125 0.4375 1.53125 0 0.0625 1.15625 1.5 -0.03125 0.03125 1.34375 1.46875 0 0.03125 0.8125 1.46875 -0.03125 0.03125 1.34375 1.34375 -0.03125 0.03125 1.21875 1.15625 0.03125 0.78125 1.21875 1.28125 -0.09375 -0.71875 1.21875 1.53125 -0.03125 0.03125 1.46875 
---------------------------------
Generative face video SEI message (27 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.367188 0.195312 -0.078125 -0.101562 -0.109375 -0.109375 -0.109375 -0.609375 0.460938 -0.078125 
                                   gfv_coordinate_Ytensor: 0.101562 0.125 -0.0703125 0.382812 0.609375 0.65625 0.882812 0.265625 0.304688 -0.257812 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.375 0.0625 0.03125 0.53125 1.40625 -0.09375 0.03125 0.4375 1.53125 0 0.0625 1.15625 1.5 -0.03125 0.03125 1.34375 1.4375 0 0.03125 0.875 1.4375 -0.03125 0.03125 1.34375 1.34375 -0.03125 0.03125 1.21875 1.0625 0.03125 0.78125 1.21875 1.40625 -0.09375 -0.71875 1.21875 1.53125 -0.03125 0.03125 1.46875 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=88
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 46
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 16
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 24
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 58
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 28
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 65
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 79
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 137
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 73
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.359375 0.203125 -0.078125 -0.09375 -0.101562 -0.101562 -0.101562 -0.609375 0.460938 -0.0703125 
                                   gfv_coordinate_Ytensor: 0.125 0.148438 -0.0390625 0.414062 0.632812 0.679688 0.90625 0.289062 0.328125 -0.242188 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 26
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 25
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 23
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.375 0.0625 0.03125 0.53125 1.40625 -0.09375 0.03125 0.53125 1.5 0.03125 0.03125 1.09375 1.5 -0.03125 0.0625 1.34375 1.46875 0.03125 0.0625 0.8125 1.4375 -0.0625 0.0625 1.3125 1.34375 -0.03125 0.0625 1.25 1.09375 0.03125 0.78125 1.21875 1.40625 -0.0625 -0.71875 1.25 1.5 -0.03125 0.03125 1.46875 
---------------------------------
Generative face video SEI message (30 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.34375 0.210938 -0.0703125 -0.078125 -0.0703125 -0.0703125 -0.0703125 -0.585938 0.460938 -0.0546875 
                                   gfv_coordinate_Ytensor: 0.15625 0.171875 -0.0078125 0.453125 0.648438 0.695312 0.914062 0.296875 0.335938 -0.210938 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 6
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.375 0.09375 0.03125 0.53125 1.40625 -0.09375 0.03125 0.59375 1.5 0.03125 0.03125 1.03125 1.5 -0.03125 0.0625 1.34375 1.4375 0.03125 0.03125 0.65625 1.40625 -0.0625 0.03125 1.3125 1.28125 -0.03125 0.03125 1.21875 1.03125 0.03125 0.9375 1.21875 1.28125 -0.0625 -0.90625 1.21875 1.5 -0.03125 0.03125 1.46875 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=91
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 44
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 21
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 36
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 23
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 59
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 29
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 66
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 78
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 135
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 68
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 69
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.34375 0.21875 -0.0625 -0.0703125 -0.0625 -0.0703125 -0.0703125 -0.585938 0.46875 -0.0625 
                                   gfv_coordinate_Ytensor: 0.164062 0.179688 0 0.460938 0.65625 0.695312 0.921875 0.3125 0.335938 -0.203125 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 15
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 30
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 28
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.375 0.09375 0.03125 0.5625 1.4375 -0.09375 0.03125 0.59375 1.5 0 0.03125 1.03125 1.53125 0 0.03125 1.3125 1.5 0 0.03125 0.625 1.46875 0 0.03125 1.3125 1.3125 -0.03125 0.03125 1.21875 1.09375 0.0625 0.9375 1.1875 1.25 -0.0625 -0.875 1.1875 1.5 -0.03125 0.03125 1.5 
---------------------------------
Generative face video SEI message (38 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 1
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 6
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                                   gfv_coordinate_Xtensor: -0.359375 0.234375 -0.0546875 -0.0703125 -0.09375 -0.0859375 -0.109375 -0.632812 0.484375 -0.046875 
                                   gfv_coordinate_Ytensor: 0.179688 0.203125 0.0078125 0.4375 0.65625 0.703125 0.960938 0.359375 0.398438 -0.1875 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 6
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 6
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 10
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 17
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 17
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                                        gfv_MatrixElement: 1.4375 -0.0625 0 0.75 1.4375 -0.09375 0.0625 0.40625 1.5625 -0.0625 0.03125 1.1875 1.5625 -0.0625 0.03125 1.3125 1.59375 -0.0625 0.03125 0.9375 1.5625 -0.0625 0.03125 1.25 1.4375 -0.0625 0.03125 1.28125 1.21875 -0.03125 0.40625 1.25 1.25 -0.0625 -0.34375 1.25 1.5625 -0.0625 0.03125 1.375 
---------------------------------
Generative face video SEI message (118 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=94
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 46
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 25
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 75
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 2
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 37
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 24
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 54
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 27
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 7
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 32
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 69
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 75
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 143
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 70
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 73
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.359375 0.226562 -0.0625 -0.0703125 -0.078125 -0.078125 -0.0859375 -0.625 0.492188 -0.0546875 
                                   gfv_coordinate_Ytensor: 0.195312 0.210938 0.0234375 0.445312 0.65625 0.710938 0.960938 0.375 0.398438 -0.171875 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 22
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 5
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 20
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 27
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 6
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 8
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 12
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.375 0 0.03125 0.6875 1.4375 -0.0625 0.03125 0.4375 1.53125 -0.03125 0.03125 1.15625 1.59375 -0.03125 0.03125 1.28125 1.625 -0.0625 0.03125 0.84375 1.59375 -0.03125 0.03125 1.3125 1.4375 -0.03125 0.03125 1.28125 1.1875 -0.03125 0.4375 1.25 1.25 -0.0625 -0.40625 1.25 1.53125 -0.03125 0.03125 1.375 
---------------------------------
Generative face video SEI message (32 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 9
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 4
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 3
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.375 0.210938 -0.078125 -0.0703125 -0.078125 -0.078125 -0.0859375 -0.65625 0.46875 -0.078125 
                                   gfv_coordinate_Ytensor: 0.125 0.171875 -0.0234375 0.40625 0.625 0.664062 0.921875 0.328125 0.367188 -0.21875 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 14
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 6
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.40625 0.03125 0.0625 1.125 1.3125 0 0.03125 0.5625 1.53125 -0.03125 0.0625 1.15625 1.53125 -0.03125 0.0625 1.28125 1.5625 -0.0625 0.03125 0.9375 1.53125 0 0.03125 1.15625 1.4375 -0.03125 0.03125 1.28125 1.375 -0.03125 0.5 1.25 1.1875 -0.0625 -0.40625 1.25 1.53125 -0.03125 0.0625 1.375 
---------------------------------
Generative face video SEI message (117 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 0
                                    gfv_base_picture_flag: 1
                                      gfv_nn_present_flag: 1
                                             gfv_mode_idc: 1
                              gfv_nn_alignment_zero_bit_a: 0
                                              gfv_uri_tag: tag:seigen,2026:fomm
                                                  gfv_uri: r=24000/1001&s=2&n=100&k=97
                         gfv_chroma_key_info_present_flag: 0
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                   gfv_coordinate_precision_factor_minus1: 6
                                       gfv_num_kps_minus1: 9
                            gfv_coordinate_z_present_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 49
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 15
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 75
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 37
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 26
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 55
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 28
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 33
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 74
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 74
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 144
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 3
                              gfv_coordinate_dy_sign_flag: 0
                               gfv_coordinate_dx_abs[ i ]: 72
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 75
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.382812 0.203125 -0.0859375 -0.078125 -0.0703125 -0.0703125 -0.0703125 -0.648438 0.476562 -0.0859375 
                                   gfv_coordinate_Ytensor: 0.117188 0.15625 -0.046875 0.382812 0.601562 0.640625 0.898438 0.320312 0.34375 -0.242188 
                                  gfv_matrix_present_flag: 1
               gfv_matrix_element_precision_factor_minus1: 4
                              gfv_num_matrix_types_minus1: 0
                                      gfv_matrix_type_idx: 0
                   gfv_num_matrices_equal_to_num_kps_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 19
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 2
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 10
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 17
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 16
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 3
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 14
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 13
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 7
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 1
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 9
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 18
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 0
                                   gfv_matrix_element_int: 0
                                   gfv_matrix_element_dec: 1
                             gfv_matrix_element_sign_flag: 0
                                   gfv_matrix_element_int: 1
                                   gfv_matrix_element_dec: 11
                             gfv_matrix_element_sign_flag: 0
                                        gfv_MatrixElement: 1.40625 0.0625 0.0625 1.09375 1.3125 0 0.03125 0.59375 1.5625 0 0.0625 1.21875 1.53125 0.03125 0.03125 1.3125 1.53125 0.03125 0.03125 1.03125 1.5 0.03125 0.03125 1.09375 1.4375 0 0.03125 1.28125 1.34375 0.03125 0.40625 1.28125 1.21875 0 -0.34375 1.28125 1.5625 0 0.03125 1.34375 
---------------------------------
Generative face video SEI message (38 bytes)
                                                   gfv_id: 0
                                                  gfv_cnt: 1
                   gfv_low_confidence_face_parameter_flag: 0
                              gfv_coordinate_present_flag: 1
                                        gfv_kps_pred_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 1
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 11
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 5
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 8
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 4
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 7
                              gfv_coordinate_dx_sign_flag: 0
                               gfv_coordinate_dy_abs[ i ]: 6
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 2
                              gfv_coordinate_dx_sign_flag: 1
                               gfv_coordinate_dy_abs[ i ]: 5
                              gfv_coordinate_dy_sign_flag: 1
                               gfv_coordinate_dx_abs[ i ]: 0
                               gfv_coordinate_dy_abs[ i ]: 9
                              gfv_coordinate_dy_sign_flag: 1
                                   gfv_coordinate_Xtensor: -0.375 0.1875 -0.0859375 -0.117188 -0.101562 -0.101562 -0.0859375 -0.59375 0.460938 -0.0859375 
                                   gfv_coordinate_Ytensor: 0.0703125 0.09375 -0.132812 0.320312 0.554688 0.601562 0.851562 0.273438 0.304688 -0.3125 
                                  gfv_matrix_present_flag: 1
                                     gfv_matrix_pred_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 8
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 5
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 3
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 14
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 9
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 2
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 1
                       gfv_matrix_delta_element_sign_flag: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 4
                       gfv_matrix_delta_element_sign_flag: 1
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                             gfv_matrix_delta_element_int: 0
                             gfv_matrix_delta_element_dec: 0
                                        gfv_MatrixElement: 1.28125 -0.1875 0.0625 1.03125 1.3125 0 0.03125 0.59375 1.4375 0.09375 0.0625 1.34375 1.375 -0.03125 0.03125 1.34375 1.40625 0.15625 0.03125 1.125 1.4375 -0.09375 0.03125 1.125 1.3125 0 0.03125 1.21875 0.90625 0.03125 0.34375 1.28125 1.5 0 -0.28125 1.3125 1.4375 0 0.03125 1.34375 
